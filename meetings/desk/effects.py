"""What came of points, seen from the records: the page of a unit and of a document names the point behind it."""

from collections.abc import Iterator

from alliance.core.registry import Link, LinkGroup, file_keepers, related_links
from meetings.effects.kinds import files_of_plans, public_points
from meetings.enums import EffectState
from meetings.models import ResolutionEffect
from members.models import LibraryDocument, Unit


def register() -> None:
    file_keepers.register(files_of_plans)
    related_links.register(points_behind)


def points_behind(obj, user) -> Iterator[LinkGroup]:
    """One query: the points by which a unit was admitted, or versions of a document were adopted."""
    if isinstance(obj, Unit):
        found = ResolutionEffect.objects.filter(admission__unit=obj)
    elif isinstance(obj, LibraryDocument):
        found = ResolutionEffect.objects.filter(document_version__document=obj)
    else:
        return
    if not user.is_staff:
        found = found.filter(public_points())
    done = found.exclude(state=EffectState.PLANNED).select_related("resolution__meeting")
    links = tuple(
        Link(str(one.resolution.meeting), f"{one.resolution.meeting.get_absolute_url()}#minutes", _note(one))
        for one in done.order_by("-resolution__adopted_on", "-pk")
    )
    if links:
        yield LinkGroup("依据的议定事项", links)


def _note(effect: ResolutionEffect) -> str:
    undone = "（已撤销）" if effect.state == EffectState.REVERSED else ""
    return f"第{effect.resolution.number}项 {effect.resolution.subject}{undone}"
