"""The secretariat's pages of planning: the number proposed, the agenda built without scripts, hosting, work plans."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from meetings.models import AgendaPaper, HostingTurn, Meeting, WorkPlan
from tests import factories as make
from tests.meetings.make_planning import DAY, item_of, plan_of, planned, ranked, sitting_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def staff(client):
    user = make.staff()
    client.force_login(user)
    return user


def page(name: str, *args, **kwargs) -> str:
    return reverse(f"admin:meetings_{name}", args=args, kwargs=kwargs)


def fresh(client, address: str) -> dict:
    """The hidden fields and what is filled in already, as a browser would send them."""
    form = client.get(address).context["form"]
    found = {bound.html_name: bound.value() for bound in form}
    return {name: "" if value is None else str(getattr(value, "pk", value)) for name, value in found.items()}


# ---------------------------------------------------------------- planning
def test_page_proposes_and_the_service_numbers(client):
    term = make.TermFactory(number=2)
    make.MeetingBodyFactory(term=term, session=3)
    address = page("meeting_plan")
    assert "第二届第四次理事会暨专家委员会工作会" in client.get(address).content.decode()

    sent = {**fresh(client, address), "kind": "council", "term": term.pk, "starts_on": str(DAY)}
    del sent["is_example"]
    answers = [client.post(address, sent) for _ in range(2)]

    meeting = Meeting.objects.get(state="planned")
    assert meeting.name == "第二届第四次理事会会议"
    assert [answer.url for answer in answers] == [page("meeting_agenda", meeting.pk)] * 2


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client):
    make.TermFactory(number=2)
    address = page("meeting_plan")
    sent = {**fresh(client, address), "starts_on": "2027-05-20", "ends_on": "2027-05-19", "place": "成都"}
    answer = client.post(address, sent)

    assert "结束日期不能早于开始日期" in answer.content.decode()
    assert answer.context["form"]["place"].value() == "成都"
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    "name", ["meeting_plan", "hostingturn_ledger", "hostingturn_offer", "workplan_start"]
)
def test_pages_are_for_staff_who_may(client, name):
    client.force_login(make.UserFactory())
    assert client.get(page(name)).status_code == 302


# ---------------------------------------------------------------- the agenda
def test_agenda_is_built_with_forms_alone(client):
    meeting = planned()
    new_sitting, new_item = page("meeting_sitting_new", meeting.pk), page("meeting_item_new", meeting.pk)
    for part, starts, ends in (("morning", "09:00", "10:00"), ("afternoon", "14:00", "15:00")):
        sent = {**fresh(client, new_sitting), "part": part, "starts_at": starts, "ends_at": ends}
        assert client.post(new_sitting, sent).status_code == 302
    morning = meeting.sittings.get(part="morning")
    for title in ("甲", "乙"):
        sent = {**fresh(client, new_item), "kind": "report", "title": title, "sitting": morning.pk}
        assert client.post(new_item, sent).status_code == 302
    first, second = meeting.items.order_by("order")
    address = page("meeting_agenda", meeting.pk)
    version = Meeting.objects.get(pk=meeting.pk).version
    sent = {"opened_version": version, f"minutes-{first.pk}": "25", f"minutes-{second.pk}": "50"}
    moved = client.post(address, {**sent, "act": f"up-{second.pk}"})

    assert moved.url == f"{address}?moved=up-{second.pk}"
    assert list(meeting.items.order_by("order").values_list("title", "minutes_planned")) == [
        ("乙", 50),
        ("甲", 25),
    ]
    shown = client.get(moved.url).content.decode()
    assert "09:50–10:15" in shown
    assert "超出 15 分钟" in shown


def test_wrong_minutes_come_back_as_they_were_typed(client):
    item = item_of(sitting_of(planned()), 30)
    address = page("meeting_agenda", item.meeting_id)
    answer = client.post(address, {"act": "save", f"minutes-{item.pk}": "9999"})

    assert answer.status_code == 200
    assert "1 至 600 分钟" in answer.content.decode()
    assert 'value="9999"' in answer.content.decode()
    item.refresh_from_db()
    assert item.minutes_planned == 30


def test_stale_agenda_is_refused_with_what_was_typed(client):
    item = item_of(sitting_of(planned()), 30)
    address = page("meeting_agenda", item.meeting_id)
    Meeting.objects.filter(pk=item.meeting_id).update(version=5)
    answer = client.post(address, {"act": "save", "opened_version": "1", f"minutes-{item.pk}": "45"})

    assert "已被他人修改" in answer.content.decode()
    assert 'value="45"' in answer.content.decode()
    assert client.post(address, {"opened_version": "5", f"minutes-{item.pk}": "45"}).status_code == 302


def test_paper_is_put_to_an_item_and_taken_away(client):
    item = item_of(sitting_of(planned()))
    address = page("meeting_paper", item.meeting_id, item.pk)
    upload = SimpleUploadedFile("方案.png", make.picture_bytes())
    client.post(address, {"stored": upload, "title": "", "access": "council"})
    paper = AgendaPaper.objects.get()

    assert (paper.title, paper.access, paper.item) == ("方案", "council", item)
    client.post(page("meeting_agenda", item.meeting_id), {"act": f"drop-paper-{paper.pk}"})
    assert not AgendaPaper.objects.exists()


@pytest.mark.parametrize("act", ["drop", "drop-sitting", "drop-paper", "up", "down"])
def test_rows_of_another_meeting_are_not_there(client, act):
    foreign = item_of(sitting_of(planned()))
    assert (
        client.post(page("meeting_agenda", planned().pk), {"act": f"{act}-{foreign.pk}"}).status_code == 404
    )


@pytest.mark.parametrize("number", [1, 3])
def test_agenda_asks_the_same_number_of_times(client, django_assert_num_queries, number):
    meeting = planned()
    for _ in range(number):
        item_of(
            sitting_of(meeting, chair=make.PersonFactory()),
            presenter=make.PersonFactory(unit=make.UnitFactory()),
        )
        make.ReplyFactory(meeting=meeting)
    address = page("meeting_agenda", meeting.pk)
    client.get(address)
    with django_assert_num_queries(16):
        client.get(address)


# ---------------------------------------------------------------- hosting, work plans
def test_next_unit_is_asked_from_the_ledger(client):
    first, second = ranked(name="甲单位", print_order=1), ranked(name="乙单位", print_order=2)
    make.HostingTurnFactory(unit=first, year=2015, state="hosted")
    ledger = client.get(page("hostingturn_ledger")).content.decode()
    assert ledger.index("乙单位") < ledger.index("甲单位")
    address = page("hostingturn_offer")
    sent = fresh(client, address)
    assert sent["unit"] == str(second.pk)
    client.post(address, sent)

    assert HostingTurn.objects.get(unit=second).state == "proposed"


def test_turns_are_given_away_and_swapped(client):
    first, second = make.HostingTurnFactory(year=2030), make.HostingTurnFactory(year=2031)
    client.post(page("hostingturn_swap", first.pk), {"other": second.pk, "reason": "会场安排"})
    swapped = HostingTurn.objects.get(year=2030, state="proposed")
    assert swapped.unit == second.unit
    third = ranked()
    client.post(page("hostingturn_hand_over", swapped.pk), {"to": third.pk, "reason": ""})

    assert HostingTurn.objects.get(year=2030, state="proposed").unit == third


def test_plan_is_started_followed_and_locked_once_adopted(client):
    client.post(page("workplan_start"), {"year": "2027", "body": "council", "carry": "on"})
    draft = WorkPlan.objects.get()
    assert 'name="preamble"' in client.get(page("workplan_change", draft.pk)).content.decode()
    plan = plan_of("waiting", year=2028)
    assert 'name="preamble"' not in client.get(page("workplan_change", plan.pk)).content.decode()
    address = page("workplan_progress", plan.pk, plan.items.get().pk)
    refused = client.post(address, {**fresh(client, address), "state": "done", "progress": ""})
    assert "请写明完成情况" in refused.content.decode()
    client.post(address, {**fresh(client, address), "state": "done", "progress": "已办。"})

    assert plan.items.get().state == "done"
