"""Downloads of an issue's files, and the permanent page of each file."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from bulletins.enums import BulletinState, RenditionVariant
from bulletins.issue_files import IssueFile, files_of, find_by_hash, may_have, serve_issue_file
from bulletins.issue_links import edition_path
from bulletins.models import Bulletin
from bulletins.models.bulletin import YEARLY_NUMBER


@require_safe
def issue_file(request, year: int, variant: str = RenditionVariant.PDF, number: int = YEARLY_NUMBER):
    """A file of the current edition: resumable, with its SHA-256 as ETag; PDF opens in the browser."""
    readable = Bulletin.objects.for_reading(request.user).with_renditions()
    bulletin = get_object_or_404(readable, year=year, number=number)
    for file in files_of(bulletin, request.user):
        if file.variant == variant:
            return serve_issue_file(request, file)
    raise Http404


@require_safe
def file_page(request, sha256: str):
    """The permanent address: which issue and edition the file is, how to check it, and the file itself."""
    file = _file(request, sha256)
    current = Bulletin.objects.issued().current().filter(year=file.bulletin.year, number=file.bulletin.number)
    context = {
        "file": file,
        "edition_url": edition_path(file.bulletin),
        "current": current.exclude(pk=file.bulletin.pk).only("year", "number", "title", "edition").first(),
        "withdrawn": file.bulletin.state == BulletinState.WITHDRAWN,
    }
    return render(request, "bulletins/issue_file.html", context, status=410 if context["withdrawn"] else 200)


@require_safe
def file_download(request, sha256: str):
    """The file behind a permanent address, as long as its edition is not withdrawn."""
    file = _file(request, sha256)
    if file.bulletin.state == BulletinState.WITHDRAWN and not request.user.is_staff:
        raise Http404
    return serve_issue_file(request, file)


def _file(request, sha256: str) -> IssueFile:
    file = find_by_hash(sha256.lower())
    if file is None or not may_have(request.user, file.variant):
        raise Http404
    return file
