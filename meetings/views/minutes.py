"""会议纪要 to be read: the version that was signed last, for everybody who may see the meeting."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.core.diff import diff_texts
from alliance.printing.views import serve_document
from meetings.minutes_content import is_intact
from meetings.minutes_print import FORMS, finished_documents, text_of
from meetings.models import Meeting, Minutes, MinutesVersion


@require_safe
def minutes(request, pk: int):
    """`/meetings/<pk>/minutes/`, `?version=1` for an earlier one. 404 while nothing has been signed."""
    found, versions = _signed(request, pk)
    wanted = request.GET.get("version", "")
    version = next((one for one in versions if str(one.number) == wanted), versions[0])
    before = next((one for one in versions if one.number == version.number - 1), None)
    context = {
        "minutes": found,
        "meeting": found.meeting,
        "version": version,
        "versions": versions,
        "said": version.content,
        "is_latest": version == versions[0],
        "is_intact": is_intact(version),
        "changed": diff_texts(text_of(before.content), text_of(version.content)) if before else [],
        "files": finished_documents(version),
    }
    return render(request, "meetings/minutes/minutes.html", context)


@require_safe
def minutes_file(request, pk: int, form: str):
    """The newest version as a file, once staff have had it made."""
    _, versions = _signed(request, pk)
    if form not in FORMS:
        raise Http404
    document = finished_documents(versions[0]).get(form)
    if document is None:
        raise Http404
    return serve_document(request, document, document.file_name)


def _signed(request, pk: int) -> tuple[Minutes, list[MinutesVersion]]:
    meetings = Meeting.objects.visible_to(request.user)
    found = get_object_or_404(Minutes.objects.select_related("meeting"), meeting__in=meetings, meeting=pk)
    versions = list(found.versions.order_by("-number"))
    if not versions:
        raise Http404
    for version in versions:
        version.minutes = found
    return found, versions
