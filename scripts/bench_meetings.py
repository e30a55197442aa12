"""`make bench`, its part for meetings: the paper for the room of 500 people."""

import time

PEOPLE = 500
WITHIN = 20.0  # seconds for each of them
NAMES = {
    "meeting_handbook": "会议手册",
    "meeting_sign_in": "签到表",
    "meeting_place_cards": "席卡",
    "meeting_seat_plan": "座次表",
    "meeting_badges": "胸牌",
}
LIMITS = {f"{PEOPLE} people: {name}, s": WITHIN for name in NAMES.values()}


def measure() -> list[tuple[str, float, str]]:
    """Seconds from the records to the PDF, each of them once: the content, the page and the file."""
    from alliance.printing import registry

    rows = []
    for kind, subject in subjects().items():
        start = time.perf_counter()
        pages = print_once(registry.get_kind(kind), subject)
        name = f"{PEOPLE} people: {NAMES[kind]}, s"
        rows.append((name, time.perf_counter() - start, "s"))
        print(f"{NAMES[kind]}: {pages} pages")
    return rows


def print_once(kind, subject: dict) -> int:
    from alliance.printing.engine.render import html_to_pdf
    from alliance.printing.render import own_files

    snapshot = kind.build(**subject)
    result = html_to_pdf(
        kind.html(snapshot), fetcher=own_files(), stylesheets=kind.styles(snapshot), options=kind.options
    )
    return result.pages


def subjects() -> dict[str, dict]:
    """What each is made of: a 示例 meeting of so many people."""
    who = {"pk": make_meeting().pk, "who": "all"}
    seats = {"in_row": 20, "on_stage": 15}
    return {kind: who | (seats if kind == "meeting_seat_plan" else {}) for kind in NAMES}


def make_meeting():
    from datetime import date

    from meetings.models import Attendance, Meeting
    from members.models import Person

    meeting = Meeting.objects.create(
        name="示例会议：五百人", kind="council", state="held", starts_on=date(2026, 5, 29), is_example=True
    )
    people = [Person.objects.create(name=f"示例{number:03d}", is_example=True) for number in range(PEOPLE)]
    Attendance.objects.bulk_create(
        Attendance(
            meeting=meeting,
            person=person,
            unit_printed=f"示例单位第{number // 8}研究所",
            post="示例职务",
            order=number,
        )
        for number, person in enumerate(people)
    )
    return meeting
