"""The workbench itself: the sections of an issue with their entries, what is not printed, and the act that is next."""

import json
from dataclasses import dataclass, field

from django.core.exceptions import BadRequest
from django.db.models import Count, Q
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from alliance.core.errors import DomainError
from bulletins.admin.workbench.frame import (
    address,
    answered,
    context_of,
    entry_address,
    entry_of,
    is_open,
    page,
)
from bulletins.enums import EntryKind
from bulletins.models import Bulletin, BulletinEntry, BulletinSection
from bulletins.proofreading.reading import open_findings
from bulletins.services import compiling, editing
from bulletins.source_changes import source_changes

KIND_MARKS = {EntryKind.TEXT: "自写", EntryKind.FIGURE: "图表"}
LONGEST_ARRANGEMENT = 200_000  # bytes: far above an issue of a thousand entries


@dataclass
class Card:
    """An entry on the workbench with what waits there."""

    entry: BulletinEntry
    url: str
    changed: bool = False
    comments: int = 0
    findings: int = 0

    @property
    def mark(self) -> str:
        return KIND_MARKS.get(self.entry.kind, self.entry.get_kind_display())


@dataclass
class Column:
    """A section with the cards of what is printed; `left_out` are those that are not."""

    section: BulletinSection
    cards: list[Card] = field(default_factory=list)
    left_out: list[Card] = field(default_factory=list)


def pages(model_admin) -> list:
    """The addresses of the acts of the workbench; the page itself is the change page of the issue."""

    def act(route: str, view, name: str):
        return path(
            f"<int:pk>/{route}", page(model_admin, view, acts_only=True), name=f"bulletins_bulletin_{name}"
        )

    return [
        act("arrange/", arrange, "arrange"),
        act("fill/", fill, "fill"),
        act("sections/<int:section>/", change_section, "section"),
        act("sections/<int:section>/step/", step_section, "section_step"),
        act("sections/<int:section>/text/", add_text, "add_text"),
        act("entries/<int:entry>/step/", step_entry, "entry_step"),
        act("entries/<int:entry>/drop/", drop, "drop"),
        act("entries/<int:entry>/restore/", restore, "restore"),
    ]


def show(request, model_admin, bulletin: Bulletin):
    """GET: the workbench of an issue."""
    findings = open_findings(bulletin) if is_open(bulletin) else []
    columns = columns_of(bulletin, findings)
    context = context_of(
        request,
        model_admin,
        bulletin,
        here="change",
        title=str(bulletin),
        columns=columns,
        left_out=[card for column in columns for card in column.left_out],
        printed=sum(len(column.cards) for column in columns),
        finding_count=len(findings),
        preview_url=address("preview", bulletin),
        changed_count=sum(card.changed for column in columns for card in column.cards),
    )
    return render(request, "admin/bulletins/bulletin/workbench.html", context)


def columns_of(bulletin: Bulletin, findings: list) -> list[Column]:
    """Sections in print order; a constant number of queries."""
    changes = source_changes(bulletin) if is_open(bulletin) else {}
    entries = BulletinEntry.objects.filter(section__bulletin=bulletin).defer("content", "taken")
    counted = entries.annotate(open_comments=Count("comments", filter=Q(comments__resolved_at=None)))
    columns = {section.pk: Column(section) for section in bulletin.sections.order_by("order", "pk")}
    for entry in counted.order_by("order", "pk"):
        entry.section = columns[entry.section_id].section  # read already
        card = Card(
            entry,
            entry_address(entry, bulletin),
            changed=entry.pk in changes,
            comments=entry.open_comments,
            findings=sum(1 for one in findings if one.entry_pk == entry.pk),
        )
        column = columns[entry.section_id]
        (column.left_out if entry.dropped else column.cards).append(card)
    return list(columns.values())


# ---------------------------------------------------------------- order
def arrange(request, model_admin, bulletin: Bulletin):
    """POST JSON `[{"section": pk, "entries": [pk, …]}]`: save the order at once. 409 with `refused` when it is not."""
    try:
        editing.arrange(actor=request.user, bulletin=bulletin, arrangement=_arrangement(request.body))
    except DomainError as refused:
        return JsonResponse({"refused": refused.message}, status=409)
    return JsonResponse({"saved": True})


def _arrangement(body: bytes) -> list[dict]:
    """Raises BadRequest for anything but the shape above."""
    try:
        if len(body) > LONGEST_ARRANGEMENT:
            raise ValueError
        rows = json.loads(body)
        if not isinstance(rows, list):
            raise TypeError
        rows = [
            {"section": _key(row["section"]), "entries": [_key(key) for key in row["entries"]]}
            for row in rows
        ]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise BadRequest("顺序的数据不完整，请刷新页面后重试。") from None
    return rows


def _key(value) -> int:
    if type(value) is not int or not 0 < value < 2**63:
        raise ValueError
    return value


def step_entry(request, model_admin, bulletin: Bulletin, entry: int):
    """POST `step` up or down: the same move as dragging, one place, over the edge into the next section."""
    moved = entry_of(bulletin, entry)
    rows = _order_of(bulletin)
    if moved.dropped:
        raise BadRequest("这一篇不刊登，没有顺序。")
    place = next(number for number, row in enumerate(rows) if row["section"] == moved.section_id)
    shift_entry(rows, place, moved.pk, -1 if request.POST.get("step") == "up" else 1)
    return _rearranged(request, model_admin, bulletin, rows, f"已移动“{moved}”。", f"entry-{moved.pk}")


def step_section(request, model_admin, bulletin: Bulletin, section: int):
    """POST `step` up or down: move a whole section one place."""
    rows = _order_of(bulletin)
    place = next((number for number, row in enumerate(rows) if row["section"] == section), None)
    if place is None:
        raise BadRequest("没有这个栏目。")
    to = place + (-1 if request.POST.get("step") == "up" else 1)
    if 0 <= to < len(rows):
        rows[place], rows[to] = rows[to], rows[place]
    return _rearranged(request, model_admin, bulletin, rows, "已移动栏目。", f"section-{section}")


def shift_entry(rows: list[dict], place: int, key: int, step: int) -> None:
    """Move `key` in the section number `place` by `step` (1 or -1); over its edge, into the neighbour section."""
    keys = rows[place]["entries"]
    at, to = keys.index(key), keys.index(key) + step
    if 0 <= to < len(keys):
        keys[at], keys[to] = keys[to], keys[at]
    elif 0 <= place + step < len(rows):
        keys.remove(key)
        neighbour = rows[place + step]["entries"]
        neighbour.insert(len(neighbour) if step < 0 else 0, key)


def _order_of(bulletin: Bulletin) -> list[dict]:
    rows = {pk: [] for pk in bulletin.sections.order_by("order", "pk").values_list("pk", flat=True)}
    entries = BulletinEntry.objects.filter(section__bulletin=bulletin, dropped=False).order_by("order", "pk")
    for pk, section in entries.values_list("pk", "section_id"):
        rows[section].append(pk)
    return [{"section": section, "entries": keys} for section, keys in rows.items()]


def _rearranged(request, model_admin, bulletin, rows: list[dict], done: str, anchor: str):
    return answered(
        request,
        model_admin,
        lambda: editing.arrange(actor=request.user, bulletin=bulletin, arrangement=rows),
        done=done,
        back=f"{address('change', bulletin)}#{anchor}",
    )


# ---------------------------------------------------------------- in, out, new
def fill(request, model_admin, bulletin: Bulletin):
    """POST: add what is new among the records."""
    held = BulletinEntry.objects.filter(section__bulletin=bulletin)
    before = held.count()

    def said(_) -> str:
        added = held.count() - before
        return f"补入 {added} 篇，已有的编辑没有改动。" if added else "没有新的记录可以补入。"

    return answered(
        request,
        model_admin,
        lambda: compiling.fill_bulletin(actor=request.user, bulletin=bulletin),
        done=said,
        back=address("change", bulletin),
    )


def drop(request, model_admin, bulletin: Bulletin, entry: int):
    left_out = entry_of(bulletin, entry)
    return answered(
        request,
        model_admin,
        lambda: editing.drop_entry(actor=request.user, entry=left_out),
        done=f"“{left_out}”不刊登，随时可以从“未刊登”放入。",
        back=f"{address('change', bulletin)}#section-{left_out.section_id}",
    )


def restore(request, model_admin, bulletin: Bulletin, entry: int):
    back_in = entry_of(bulletin, entry)
    return answered(
        request,
        model_admin,
        lambda: editing.restore_entry(actor=request.user, entry=back_in),
        done=f"已放入“{back_in}”。",
        back=f"{address('change', bulletin)}#entry-{back_in.pk}",
    )


def change_section(request, model_admin, bulletin: Bulletin, section: int):
    """POST `title`, `intro`."""
    changed = _section_of(bulletin, section)
    title, intro = (request.POST.get(name, "").strip() for name in ("title", "intro"))

    def act():
        _within(title, 40, "栏目名称")
        _within(intro, 200, "栏目导语")
        editing.edit_section(actor=request.user, section=changed, title=title, intro=intro)

    return answered(
        request,
        model_admin,
        act,
        done="栏目已保存。",
        back=f"{address('change', bulletin)}#section-{changed.pk}",
    )


def add_text(request, model_admin, bulletin: Bulletin, section: int):
    """POST `headline`: a text of one's own, opened to be written."""
    into = _section_of(bulletin, section)
    headline = request.POST.get("headline", "").strip()
    made = []

    def act():
        if not headline:
            raise DomainError("请填写标题。")
        _within(headline, 120, "标题")
        made.append(
            editing.add_text_entry(
                actor=request.user, section=into, headline=headline, toc_title=headline[:80], body=""
            )
        )

    back = f"{address('change', bulletin)}#section-{into.pk}"
    answer = answered(request, model_admin, act, done=f"已新建“{headline}”，请写正文。", back=back)
    if made:
        answer["Location"] = entry_address(made[0], bulletin)
    return answer


def _section_of(bulletin: Bulletin, pk: int) -> BulletinSection:
    return get_object_or_404(BulletinSection, pk=pk, bulletin=bulletin)


def _within(text: str, most: int, label: str) -> None:
    if len(text) > most:
        raise DomainError(f"{label}最多 {most} 个字，现在有 {len(text)} 个。")
