"""What the records of a year say in print: events, points of minutes, solicitations, admissions, the patent pool.

Nothing is said that the record does not say: a day that is not stated is left out or called 未载明, a number keeps its
qualifier, and what was only reported is called so. Each function returns HTML of paragraphs.
"""

from html import escape
from itertools import groupby

from alliance.core.dates import day_words, moment_words
from alliance.core.enums import Qualifier
from meetings.documents import paragraphs
from meetings.enums import CountKind, OrganiserRole, TalkKind
from meetings.models import Event, Resolution, Talk, WorkPlan, WorkPlanItem
from meetings.plan_words import progress_sentence
from members.enums import Evidence
from members.models import Admission
from members.names import ordinal
from projects.enums import ProposalState
from projects.models import Nomination, Solicitation

NOT_STATED = "未载明"
HANDED_IN = (ProposalState.SUBMITTED, ProposalState.RETURNED, ProposalState.ACCEPTED, ProposalState.REJECTED)
COUNTED = {
    CountKind.PEOPLE: "参会{}人",
    CountKind.UNITS: "参会单位{}家",
    CountKind.TALKS: "报告{}个",
    CountKind.INVITED_TALKS: "特邀报告{}个",
    CountKind.SPECIAL_TALKS: "专题报告{}个",
    CountKind.POSTERS: "墙报{}篇",
    CountKind.WINNERS: "获奖{}人",
}
SPOKE = {
    TalkKind.OPENING: "致开幕辞",
    TalkKind.WELCOME: "致欢迎辞",
    TalkKind.ADDRESS: "致辞",
    TalkKind.CLOSING: "作闭幕讲话",
    TalkKind.PRESENT: "出席",
}


def as_html(texts) -> str:
    """One paragraph for each text that is not empty."""
    return "\n".join(f"<p>{escape(text)}</p>" for text in texts if text)


def table_html(headers: list[str], rows: list[list]) -> str:
    head = "".join(f"<th>{escape(text)}</th>" for text in headers)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


# ---------------------------------------------------------------- events
def event_short_name(event: Event) -> str:
    """For the contents: 第三届钒产业先进技术交流会 for an edition of a series, else the name."""
    if event.series and event.edition:
        return f"第{ordinal(event.edition)}届{event.series}"[:80]
    return event.name[:80]


def event_body(event: Event) -> str:
    """When, where, by whom, how large, what was said, what comes next; each only as far as it is stated."""
    texts = [_event_opening(event), _organisers(event), _scale(event)]
    texts += [*paragraphs(event.summary), _spoken(event)]
    talks = [talk for talk in event.talks.all() if talk.kind == TalkKind.TALK]
    items = "".join(f"<li>{escape(_talk_line(talk))}</li>" for talk in talks)
    after = [_guests(event), _beside(event), _awards(event), _series(event)]
    return "\n".join(part for part in (as_html(texts), items and f"<ul>{items}</ul>", as_html(after)) if part)


def event_day(event: Event) -> str:
    """2015年8月21日; without a day what is said about it, else the year."""
    if event.starts_on:
        return day_words(event.starts_on)
    return f"{event.year}年（{event.date_note or '具体日期未载明'}）"


def _event_opening(event: Event) -> str:
    where = f"在{event.place}{event.venue}" if event.place or event.venue else ""
    days = f"，会期{event.days}天" if event.days and not event.date_note else ""
    theme = f"，主题为“{event.theme}”" if event.theme else ""
    return f"{event_day(event)}，{event.name}{where}举行{days}{theme}。"


def _organisers(event: Event) -> str:
    listed = list(event.organisers.all())
    sentences = []
    for role in OrganiserRole:
        names = "、".join(str(each) for each in listed if each.role == role)
        if names:
            sentences.append(f"{role.label}：{names}")
    note = f"（{event.organiser_note.rstrip('。')}）" if event.organiser_note else ""
    return "；".join(sentences) + note + "。" if sentences or note else ""


def _scale(event: Event) -> str:
    told = [
        COUNTED[each.kind].format(Qualifier(each.qualifier).beside(each.value)) for each in event.counts.all()
    ]
    return f"据报道，{'，'.join(told)}。" if told else ""


def _spoken(event: Event) -> str:
    spoke = groupby((talk for talk in event.talks.all() if talk.kind in SPOKE), key=lambda talk: talk.kind)
    told = ["、".join(_speaker(talk) for talk in talks) + SPOKE[kind] for kind, talks in spoke]
    return "，".join(told) + "。" if told else ""


def _speaker(talk: Talk) -> str:
    return str(talk.speaker or talk.speaker_note or "（报告人未载明）")


def _talk_line(talk: Talk) -> str:
    return f"{_speaker(talk)}：{talk.title}" if talk.title else f"{_speaker(talk)}（题目未载明）"


def _guests(event: Event) -> str:
    names = "、".join(guest.name_printed for guest in event.guests.all())
    return f"参会单位有{names}等。" if names else ""


def _beside(event: Event) -> str:
    lines = [line.strip().rstrip("。；") for line in event.beside.splitlines() if line.strip()]
    return f"同期活动：{'；'.join(lines)}。" if lines else ""


def _awards(event: Event) -> str:
    told = []
    for award in event.awards.all():
        by = f"由{award.awarded_by}颁发" if award.awarded_by else ""
        winners = f"，{award.winners}人获奖" if award.winners else ""
        told.append(f"{award.name}{by}{winners}")
    return f"会上颁奖：{'；'.join(told)}。" if told else ""


def _years(number: int) -> str:
    """两, not 二, before a measure word; 每年 for one."""
    return {1: "", 2: "两"}.get(number, ordinal(number))


def _series(event: Event) -> str:
    series = event.series
    if series is None:
        return ""
    each = f"每{_years(series.every_years)}年举办一届" if series.every_years else ""
    next_time = f"下一届计划于{series.next_year}年" if series.next_year else ""
    next_time += (
        f"由{series.next_host}承办" if series.next_year and series.next_host else "举办" * bool(next_time)
    )
    told = "，".join(part for part in (each, next_time) if part)
    return f"该系列会议{told}。" if told else ""


# ---------------------------------------------------------------- points of minutes
def resolution_body(resolution: Resolution) -> str:
    meeting = resolution.meeting
    day = f"{day_words(meeting.starts_on)}召开的" if meeting.starts_on else ""
    due = f"时限：{resolution.due_text}。" if resolution.due_text else ""
    opening = f"{day}{meeting}议定事项第{ordinal(resolution.number)}项（{resolution.get_kind_display()}）。"
    return as_html([opening, *paragraphs(resolution.text), due])


# ---------------------------------------------------------------- solicitations
def solicitation_body(solicitation: Solicitation) -> str:
    """What was called for, when, how many came, from whom."""
    programme = f"本次征集面向“{solicitation.programme}”。" if solicitation.programme else ""
    texts = [programme + _solicitation_time(solicitation), *paragraphs(solicitation.description)]
    texts.append(_solicitation_result(solicitation))
    rows = proposals_by_unit(solicitation)
    table = table_html(["单位", "项数"], [[name, count] for name, count in rows]) if rows else ""
    return "\n".join(part for part in (as_html(texts), table) if part)


def _solicitation_time(solicitation: Solicitation) -> str:
    begins, ends = solicitation.opens_at, solicitation.deadline
    if begins is None and ends is None:
        return "征集起止时间未载明。"
    since = f"自{moment_words(begins)}起" if begins else ""
    until = f"至{moment_words(ends)}止" if ends else ""
    return f"征集时间{since}{until}。"


def _solicitation_result(solicitation: Solicitation) -> str:
    if solicitation.total_reported is not None:
        left = solicitation.unattributed
        rest = f"，其中{left}项未载明单位" if left else ""
        return f"据报道，共收到项目建议{solicitation.total_reported}项{rest}。"
    count = sum(count for _, count in proposals_by_unit(solicitation))
    return f"共收到项目建议{count}项。" if count else ""


def proposals_by_unit(solicitation: Solicitation) -> list[tuple[str, int]]:
    """(unit, number of proposals): as reported; where nothing is reported, those handed in here."""
    tallies = [(str(tally.unit), tally.count) for tally in solicitation.tallies.all()]
    if tallies or solicitation.total_reported is not None:
        return tallies
    found: dict[str, int] = {}
    for proposal in solicitation.proposals.all():
        if proposal.state in HANDED_IN and not proposal.unit.is_example:
            found[str(proposal.unit)] = found.get(str(proposal.unit), 0) + 1
    return sorted(found.items(), key=lambda row: -row[1])


# ---------------------------------------------------------------- the year's work
def work_plan_body(plan: WorkPlan) -> str:
    """The plan's preamble, a table of its items with who, when and how they stand, and the year's summary."""
    items = list(plan.items.all())
    rows = [
        [item.number, item.text, item.who or NOT_STATED, _due(item), _how_it_stands(item)] for item in items
    ]
    table = table_html(["序号", "工作内容", "责任方", "时限", "完成情况"], rows) if rows else ""
    opening = as_html([*paragraphs(plan.preamble), progress_sentence(plan) if items else ""])
    return "\n".join(part for part in (opening, table, as_html(paragraphs(plan.summary))) if part)


def _due(item: WorkPlanItem) -> str:
    return item.due_text or (day_words(item.due_on) if item.due_on else NOT_STATED)


def _how_it_stands(item: WorkPlanItem) -> str:
    return "：".join(part for part in (item.get_state_display(), item.progress) if part)


# ---------------------------------------------------------------- members and pool
def admission_body(admission: Admission) -> str:
    named = (("理事", admission.council_member), ("专家", admission.expert), ("联络员", admission.liaison))
    people = "，".join(f"{person}任{role}" for role, person in named if person)
    derived = "（分工系按名单次序推定）" if admission.representatives_evidence == Evidence.DERIVED else ""
    told = f"该单位代表：{people}{derived}。" if people else ""
    return as_html(
        [f"{admission.unit}自{day_words(admission.admitted_on)}起加入联盟，依据为{admission.basis}。", told]
    )


def nomination_body(nomination: Nomination) -> str:
    patent = nomination.patent
    facts = [f"专利号{patent.number}", patent.get_kind_display(), f"专利权人{patent.owner}"]
    facts += [f"发明人{patent.inventors}"] if patent.inventors else []
    facts.append(f"法律状态为{patent.get_legal_status_display()}")
    opening = f"“{patent.title}”经专家评审，同意进入联盟专利技术库：{'，'.join(facts)}。"
    return as_html([opening, *paragraphs(patent.summary)])
