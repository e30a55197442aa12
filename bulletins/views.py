"""The bulletin on the web: list, reading pages, first pages as pictures."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliance.core.files.serve import InStorage, serve_file
from bulletins.documents import build_bulletin
from bulletins.enums import BulletinState
from bulletins.issue_files import files_of
from bulletins.issue_reading import (
    Editions,
    description_of,
    first_page,
    group_by_year,
    neighbours_of,
    picture_of,
    reading_context,
)
from bulletins.models import Bulletin
from bulletins.models.bulletin import YEARLY_NUMBER
from bulletins.subscription_forms import SubscriptionForm


@require_safe
def bulletin_list(request):
    """Every issue that this visitor may read, in its newest edition, by year; and the way to subscribe."""
    bulletins = Bulletin.objects.for_reading(request.user).with_renditions()
    context = {"years": group_by_year(bulletins, request.user), "form": SubscriptionForm.inline()}
    return render(request, "bulletins/bulletin_list.html", context)


@require_safe
def bulletin_detail(request, year: int, number: int = YEARLY_NUMBER):
    """The newest issued edition to read, as it was printed; staff see a preview while there is none."""
    editions = Editions.of(year, number, request.user)
    return _reading_page(request, editions, editions.current)


@require_safe
def bulletin_edition(request, year: int, edition: int, number: int = YEARLY_NUMBER):
    """One edition, with a note where a corrected one has taken its place."""
    editions = Editions.of(year, number, request.user)
    return _reading_page(request, editions, editions.numbered(edition))


def _reading_page(request, editions: Editions, wanted: Bulletin | None):
    if wanted is None:
        raise Http404
    if wanted.state == BulletinState.WITHDRAWN and not request.user.is_staff:
        context = {"bulletin": wanted, "current": editions.current}
        return render(request, "bulletins/issue_withdrawn.html", context, status=410)
    bulletin = Bulletin.objects.with_renditions().get(pk=wanted.pk)
    issue = build_bulletin(pk=bulletin.pk)
    context = {
        "issue": issue,
        "description": description_of(issue),
        "picture": picture_of(issue, first_page(bulletin)),
        "files": files_of(bulletin, request.user),
        "neighbours": neighbours_of(bulletin, request.user),
        **reading_context(bulletin, editions),
    }
    return render(request, "bulletins/bulletin_detail.html", context)


@require_safe
def bulletin_page(request, year: int, page: int, number: int = YEARLY_NUMBER):
    """The picture of page `page` of the current edition, one of the first few."""
    document = _current(request, year, number).document
    if document is None or not 1 <= page <= document.previews:
        raise Http404
    return serve_file(
        request,
        file=InStorage(document.file.storage, document.preview_name(page)),
        name=f"{document.title}-{page}.jpg",
        content_type="image/jpeg",
        etag=f"{document.sha256}-{page}",
    )


def _current(request, year: int, number: int) -> Bulletin:
    """404 for an unknown issue, and for one that this visitor may not read."""
    readable = Bulletin.objects.for_reading(request.user).with_renditions()
    bulletin = readable.filter(year=year, number=number).first()
    if bulletin is None:
        raise Http404
    return bulletin
