"""会议纪要: assembled from the records, edited, assembled again without losing an edit."""

from dataclasses import dataclass, field

from django.db import transaction

from alliance.core import audit
from alliance.core.access import require
from alliance.core.errors import DomainError, WrongState
from alliance.core.writing import check_version, lock, save_record
from meetings.enums import MeetingState, MinutesState, SectionSource
from meetings.merging import merge
from meetings.minutes_text import item_text, opening_of
from meetings.models import Meeting, Minutes, MinutesSection, Resolution

RIGHT = "meetings.write_minutes"
MEETS = (MeetingState.IN_SESSION, MeetingState.HELD)
OPENING_ORDER, ITEM_ORDER, OWN_ORDER = 0, 1000, 1_000_000  # own paragraphs stand behind the agenda


@dataclass
class Assembled:
    """What assembling did, in headings of sections."""

    minutes: Minutes
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    @property
    def in_words(self) -> str:
        said = [
            f"新增 {len(self.added)} 段" if self.added else "",
            f"更新 {len(self.changed)} 段" if self.changed else "",
            f"删去 {len(self.removed)} 段" if self.removed else "",
            f"{len(self.unsettled)} 段与已有修改冲突，请核对" if self.unsettled else "",
        ]
        return "已汇编：" + ("，".join(filter(None, said)) or "会议记录没有变化，修改全部保留") + "。"


@transaction.atomic
def assemble_minutes(*, actor, meeting: Meeting) -> Assembled:
    """Compile the text from agenda, notes and attendance; what people edited since the last time is kept.

    May be done any number of times while the minutes are a draft. Raises WrongState before the meeting has begun,
    while units are asked for comments, and once the minutes are signed.
    """
    meeting = lock(meeting)
    require(actor, RIGHT, meeting)
    if meeting.state not in MEETS:
        raise WrongState("会议还没有召开，不能汇编纪要。")
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None:
        minutes = Minutes(meeting=meeting, title=_title_of(meeting), preamble=opening_of(meeting))
        save_record(minutes, actor=actor, reason="汇编")
    minutes = _draft(minutes)
    done = Assembled(minutes)
    _compile(minutes, actor, done)
    _put_together(minutes, actor, "汇编")
    audit.record(actor=actor, obj=minutes, action="meetings.minutes.assemble", label="汇编纪要")
    return done


def _compile(minutes: Minutes, actor, done: Assembled) -> None:
    there = {(one.source, one.item_id): one for one in minutes.sections.select_related("item")}
    for (source, item), (order, text) in _compiled(minutes.meeting).items():
        section = there.pop((source, item), None)
        if section is None:
            section = _new_section(minutes, source, item, order, text)
            done.added.append(section.heading)
        else:
            _take(section, text, done)
            section.order = order
        save_record(section, actor=actor, reason="汇编")
        if section.incoming:
            done.unsettled.append(section.heading)
    for section in there.values():
        if section.has_lost_its_source and not section.is_edited:
            done.removed.append(section.heading)
            section.delete()


def _compiled(meeting: Meeting) -> dict:
    """(source, item) → (order, text), as the records say now."""
    found = {(SectionSource.OPENING, None): (OPENING_ORDER, opening_of(meeting))}
    items = meeting.items.select_related("presenter", "sitting")
    for place, item in enumerate(items):
        found[SectionSource.ITEM, item.pk] = (ITEM_ORDER + place, item_text(item))
    return found


def _new_section(minutes: Minutes, source: str, item: int | None, order: int, text: str) -> MinutesSection:
    """Words that stood in the minutes before they were ever assembled are an edit of the opening."""
    section = MinutesSection(minutes=minutes, source=source, item_id=item, order=order, base=text, text=text)
    if source == SectionSource.OPENING and minutes.preamble != text:
        section.base, section.text, section.incoming = "", minutes.preamble, text
    return section


def _take(section: MinutesSection, compiled: str, done: Assembled) -> None:
    if section.incoming and compiled == section.incoming:
        return  # still waits to be settled
    merged = merge(section.base, section.text, compiled)
    if merged is None:
        section.incoming = compiled
        return
    if merged != section.text:
        done.changed.append(section.heading)
    section.base, section.text, section.incoming = compiled, merged, ""


def _put_together(minutes: Minutes, actor, reason: str) -> None:
    """The text of the minutes is that of the sections; bulletins and pages read it there."""
    shown = [one.text.strip() for one in minutes.sections.order_by("order", "pk") if not one.left_out]
    minutes.preamble = "\n\n".join(filter(None, shown)) or minutes.preamble
    save_record(minutes, actor=actor, reason=reason)


def _title_of(meeting: Meeting) -> str:
    return f"{meeting.name}{'纪要' if meeting.name.endswith('会议') else '会议纪要'}"[:120]


def _draft(minutes: Minutes) -> Minutes:
    minutes = lock(minutes)
    if minutes.state != MinutesState.DRAFT:
        said = (
            "正在征求意见，请先结束征求意见"
            if minutes.state == MinutesState.CONSULTING
            else "已经签发，请先撤回修改"
        )
        raise WrongState(f"纪要{said}。")
    return minutes


# ---------------------------------------------------------------- editing
@dataclass(frozen=True)
class Edited:
    """What the workbench sends: texts by primary key of the section or point; sections that are left out."""

    title: str
    number: str = ""
    texts: dict[int, str] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()
    points: dict[int, str] = field(default_factory=dict)


@transaction.atomic
def edit_minutes(*, actor, minutes: Minutes, edited: Edited, version: int | None = None) -> Minutes:
    """Save title, number, sections and points together. An own paragraph without words is dropped.

    `version`: that of the minutes when the page was opened. Raises StaleVersion, WrongState unless a draft, DomainError
    for a point without words.
    """
    require(actor, RIGHT, minutes)
    minutes = _draft(minutes)
    check_version(minutes, version)
    for section in minutes.sections.filter(pk__in=edited.texts):
        _edit_section(section, edited, actor)
    for point in minutes.meeting.resolutions.filter(pk__in=edited.points):
        _edit_point(point, edited.points[point.pk].strip(), actor)
    minutes.title, minutes.number = edited.title.strip(), edited.number.strip()
    _put_together(minutes, actor, "修改纪要")
    audit.record(actor=actor, obj=minutes, action="meetings.minutes.edit", label="修改纪要")
    return minutes


def _edit_section(section: MinutesSection, edited: Edited, actor) -> None:
    text, left_out = edited.texts[section.pk].strip(), section.pk in edited.left_out
    if section.source == SectionSource.OWN and not text:
        section.delete()
    elif (text, left_out) != (section.text, section.left_out):
        section.text, section.left_out = text, left_out
        save_record(section, actor=actor, reason="修改纪要")


def _edit_point(point: Resolution, text: str, actor) -> None:
    if not text:
        raise DomainError(f"请填写第{point.number}项议定事项的内容。", field=f"point_{point.pk}")
    if text != point.text:
        point.text = text
        save_record(point, actor=actor, reason="修改纪要")


@transaction.atomic
def add_paragraph(*, actor, minutes: Minutes, text: str) -> MinutesSection:
    """A paragraph of one's own behind what the agenda gave; assembling never touches it."""
    require(actor, RIGHT, minutes)
    minutes = _draft(minutes)
    if not text.strip():
        raise DomainError("请填写段落内容。", field="text")
    last = minutes.sections.filter(source=SectionSource.OWN).count()
    section = MinutesSection(
        minutes=minutes, source=SectionSource.OWN, text=text.strip(), order=OWN_ORDER + last
    )
    save_record(section, actor=actor, reason="补充段落")
    _put_together(minutes, actor, "补充段落")
    audit.record(actor=actor, obj=minutes, action="meetings.minutes.edit", label="补充纪要段落")
    return section


@transaction.atomic
def settle_section(*, actor, section: MinutesSection, take_new: bool) -> MinutesSection:
    """Where records and edits changed the same words: take what was compiled, or keep what people wrote."""
    require(actor, RIGHT, section.minutes)
    minutes = _draft(section.minutes)
    section = lock(section)
    if not section.incoming:
        raise WrongState("这一段没有需要核对的内容。")
    if take_new:
        section.text = section.incoming
    section.base, section.incoming = section.incoming, ""
    save_record(section, actor=actor, reason="采用新汇编" if take_new else "保留修改")
    _put_together(minutes, actor, "核对汇编")
    label = f"核对纪要段落：{'采用新汇编' if take_new else '保留修改'}"
    audit.record(actor=actor, obj=minutes, action="meetings.minutes.settle", label=label)
    return section
