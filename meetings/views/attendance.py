"""出席统计: of every unit and person for the secretariat, of the own unit for whoever speaks for it."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliance.core.components import choices_for
from alliance.core.files.names import content_disposition
from alliance.core.transfer.formats import Excel
from meetings.attendance_figures import Figures, figures_of
from meetings.attendance_sheet import make_sheet
from meetings.rules import hosting_units
from members.enums import Body
from members.models import Term

BODIES = (Body.COUNCIL, Body.EXPERT_COMMITTEE, Body.LIAISON_MEETING)


@login_required
@require_safe
def attendance(request):
    """`/meetings/attendance/?body=council&term=1`"""
    body, term, figures = _asked(request)
    context = {
        "figures": figures,
        "body": body,
        "bodies": choices_for(request, "body", [(one.value, one.label) for one in BODIES])[1:],
        "terms": choices_for(request, "term", [(one.pk, str(one)) for one in Term.objects.all()]),
        "term": term,
        "is_staff": request.user.is_staff,
        "query": request.GET.urlencode(),
    }
    return render(request, "meetings/attendance/attendance.html", context)


@login_required
@require_safe
def attendance_sheet(request):
    """The same as an Excel file."""
    body, term, figures = _asked(request)
    title = f"{term or ''}{body.label}出席统计"
    answer = HttpResponse(make_sheet(figures), content_type=Excel().get_content_type())
    answer["Content-Disposition"] = content_disposition(f"{title}.xlsx", inline=False)
    return answer


def _asked(request) -> tuple[Body, Term | None, Figures]:
    user = request.user
    units = None if user.is_staff else hosting_units(user)
    if units is not None and not units:
        raise PermissionDenied("此页面供联络员和理事使用。")
    body = next((one for one in BODIES if one == request.GET.get("body")), Body.COUNCIL)
    wanted = request.GET.get("term", "")
    term = (
        Term.objects.filter(pk=wanted).first()
        if wanted.isascii() and wanted.isdecimal() and len(wanted) < 10
        else None
    )
    person = getattr(user, "person", None)
    is_example = bool(person and person.is_example) or (user.is_staff and "example" in request.GET)
    return body, term, figures_of(body, term=term, is_example=is_example, units=units)
