"""The bulletin on the web: list, reading page, first pages as pictures, the PDF."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.core.files.serve import InStorage, serve_file
from alliance.printing.enums import DocumentState
from alliance.printing.views import serve_document
from bulletins.documents import build_bulletin
from bulletins.models import Bulletin
from bulletins.models.bulletin import YEARLY_NUMBER


@require_safe
def bulletin_list(request):
    """Every issue this visitor may read, newest first."""
    bulletins = Bulletin.objects.readable_by(request.user).current().with_renditions()
    return render(request, "bulletins/bulletin_list.html", {"bulletins": bulletins})


@require_safe
def bulletin_detail(request, year: int):
    """The issue to read, from the snapshot that was printed; staff see a fresh preview while there is none."""
    bulletin = _readable(request, year)
    document = bulletin.document
    issue = build_bulletin(pk=bulletin.pk)
    context = {
        "bulletin": bulletin,
        "document": document,
        "issue": issue,
        "preview_pages": range(1, document.previews + 1) if document else (),
    }
    return render(request, "bulletins/bulletin_detail.html", context)


@require_safe
def bulletin_pdf(request, year: int):
    """The PDF inline under its Chinese name, resumable, with the row's SHA-256 as ETag."""
    bulletin = _readable(request, year)
    document = bulletin.document
    if document is None or document.state != DocumentState.DONE:
        raise Http404
    return serve_document(request, document, f"{bulletin.file_stem}.pdf")


@require_safe
def bulletin_page(request, year: int, number: int):
    """The picture of page `number`, one of the first few."""
    document = _readable(request, year).document
    if document is None or not 1 <= number <= document.previews:
        raise Http404
    name = document.preview_name(number)
    return serve_file(
        request,
        file=InStorage(document.file.storage, name),
        name=f"{document.title}-{number}.jpg",
        content_type="image/jpeg",
        etag=f"{document.sha256}-{number}",
    )


def _readable(request, year: int) -> Bulletin:
    """404 for an unknown year and for an issue that this visitor may not read yet."""
    bulletins = Bulletin.objects.readable_by(request.user).with_renditions()
    return get_object_or_404(bulletins.filter(number=YEARLY_NUMBER).current(), year=year)
