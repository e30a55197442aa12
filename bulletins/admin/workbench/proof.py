"""The proofreading page: what the rules found, entry by entry, each with the way to its place, and what was waived."""

from dataclasses import dataclass, field

from django.shortcuts import render
from django.urls import path

from bulletins.admin.workbench.frame import address, answered, context_of, entry_address, is_open, page
from bulletins.models import Bulletin, BulletinEntry, ProofWaiver
from bulletins.proofreading.reading import WRONG, Finding, find_all
from bulletins.services import proofing

# Where a finding's `place` is on the page of the entry, and on that of the issue. What is not named here is a field.
ENTRY_PLACES = {
    "pictures": "pictures",
    "comments": "comments",
    "source": "source",
    "minutes": "div_id_preamble",
    "figure": "div_id_figure_title",
}
ISSUE_PLACES = {"cover": "cover"}
ON_THE_BOARD = ("sections", "section", "entries")
WHOLE_ISSUE = "整期"


@dataclass(frozen=True)
class Shown:
    """A finding with the way to its place, and the waiver where there is one."""

    finding: Finding
    url: str
    waiver: ProofWaiver | None = None

    @property
    def text(self) -> str:
        """Without the headline in front, under which the row stands."""
        text = self.finding.words
        return f"本篇{text}" if text.startswith(("的", "中的")) else text

    @property
    def is_wrong(self) -> bool:
        return self.finding.severity == WRONG


@dataclass
class Group:
    title: str
    url: str
    rows: list[Shown] = field(default_factory=list)


def pages(model_admin) -> list:
    return [
        path("<int:pk>/proof/", page(model_admin, show), name="bulletins_bulletin_proof"),
        path(
            "<int:pk>/proof/waive/", page(model_admin, waive, acts_only=True), name="bulletins_bulletin_waive"
        ),
        path(
            "<int:pk>/proof/unwaive/",
            page(model_admin, unwaive, acts_only=True),
            name="bulletins_bulletin_unwaive",
        ),
    ]


def show(request, model_admin, bulletin: Bulletin):
    """GET: opening the page checks anew."""
    waivers = {one.key: one for one in bulletin.waivers.select_related("actor")}
    entries = BulletinEntry.objects.filter(section__bulletin=bulletin, dropped=False)
    named = {one.pk: one for one in entries.defer("content", "taken").select_related("section")}
    open_, waived = {}, []
    for finding in find_all(bulletin):
        shown = Shown(finding, place_of(finding, bulletin), waivers.get(finding.key))
        if shown.waiver:
            waived.append(shown)
        else:
            _group(open_, finding, named, bulletin).rows.append(shown)
    rows = [row for group in open_.values() for row in group.rows]
    context = context_of(
        request,
        model_admin,
        bulletin,
        here="proof",
        title=f"校对：{bulletin}",
        groups=list(open_.values()),
        waived=waived,
        finding_count=len(rows),
        wrong_count=sum(row.is_wrong for row in rows),
        doubt_count=sum(not row.is_wrong for row in rows),
        is_checked=is_open(bulletin),
    )
    return render(request, "admin/bulletins/bulletin/proof.html", context)


def _group(groups: dict, finding: Finding, named: dict, bulletin: Bulletin) -> Group:
    key = finding.entry_pk
    if key not in groups:
        entry = named.get(key)
        url = entry_address(entry, bulletin) if entry else address("settings", bulletin)
        groups[key] = Group(entry.headline if entry else WHOLE_ISSUE, url)
    return groups[key]


def place_of(finding: Finding, bulletin: Bulletin) -> str:
    """The page on which it is put right, down to the field."""
    place = finding.place
    if finding.entry_pk is not None:
        anchor = ENTRY_PLACES.get(place, f"div_id_{place or 'body'}")
        return f"{address('entry', bulletin, finding.entry_pk)}#{anchor}"
    if not place or place.startswith(ON_THE_BOARD):
        return address("change", bulletin)
    return f"{address('settings', bulletin)}#{ISSUE_PLACES.get(place, f'div_id_{place}')}"


def waive(request, model_admin, bulletin: Bulletin):
    """POST `key` and `reason`."""
    key, reason = request.POST.get("key", ""), request.POST.get("reason", "")
    return answered(
        request,
        model_admin,
        lambda: proofing.waive_finding(actor=request.user, bulletin=bulletin, key=key, reason=reason),
        done="已忽略，理由已记录。",
        back=address("proof", bulletin),
    )


def unwaive(request, model_admin, bulletin: Bulletin):
    """POST `key`: it counts again."""
    key = request.POST.get("key", "")
    return answered(
        request,
        model_admin,
        lambda: proofing.unwaive_finding(actor=request.user, bulletin=bulletin, key=key),
        done="已恢复提示。",
        back=f"{address('proof', bulletin)}#waived",
    )
