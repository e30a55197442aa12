"""基金收支: the yearly statements for the people of the alliance. The public does not read them."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.core.files.names import content_disposition
from alliance.core.tables import table_for
from alliance.core.transfer.formats import Excel
from alliance.printing.enums import DocumentState
from alliance.printing.views import serve_document
from members.models import FundStatement
from members.money_tables import StatementTable
from members.statement_sheet import make_sheet


@login_required
@require_safe
def statement_list(request):
    statements = _readable(request).select_related("fund", "document")
    return render(
        request, "members/money/statements.html", {"table": table_for(request, StatementTable(statements))}
    )


@login_required
@require_safe
def statement(request, pk: int):
    """What stands on the paper, from the same snapshot."""
    found = get_object_or_404(_readable(request).select_related("fund", "document"), pk=pk)
    context = {"statement": found, "said": found.document.snapshot, "is_ready": _is_ready(found)}
    return render(request, "members/money/statement.html", context)


@login_required
@require_safe
def statement_file(request, pk: int):
    found = get_object_or_404(_readable(request).select_related("document"), pk=pk)
    if not _is_ready(found):
        raise Http404
    return serve_document(request, found.document, found.document.file_name)


@login_required
@require_safe
def statement_sheet(request, pk: int):
    found = get_object_or_404(_readable(request).select_related("document"), pk=pk)
    snapshot = found.document.snapshot
    answer = HttpResponse(make_sheet(snapshot), content_type=Excel().get_content_type())
    answer["Content-Disposition"] = content_disposition(f"{snapshot['title']}.xlsx", inline=False)
    return answer


def _readable(request):
    """Liaisons, the council and staff; PermissionDenied for everybody else."""
    if not request.user.has_perm("members.read_statement"):
        raise PermissionDenied("此页面供联络员和理事使用。")
    return FundStatement.objects.order_by("-year", "fund__pk")


def _is_ready(statement: FundStatement) -> bool:
    return statement.document.state == DocumentState.DONE
