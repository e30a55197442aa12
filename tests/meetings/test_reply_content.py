"""What 参会回执 asks beyond yes and no: post, journey, lodging, visit, invoice, and the delegate's letter of authority."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from alliance.core.errors import DomainError
from meetings.enums import MeetingForm
from meetings.models import Reply
from meetings.services.replies import reply_to_meeting
from tests import factories as make
from tests.core.uploads import encode, two_halves
from tests.meetings.asked import ATTEND, DELEGATE, EXCUSE, convened, reply_link

pytestmark = pytest.mark.django_db
PNG = encode(two_halves("red", "blue"), "PNG")
COMING = {
    "post": "副总工程师",
    "departure": "30日中午返程",
    "lodging": "single",
    "visits": True,
    "invoice_title": "甲公司",
    "invoice_number": "91510400 204360956e",
}


@pytest.fixture
def unit():
    return make.UnitFactory(name="甲公司")


@pytest.fixture
def member(unit):
    return make.council_member_of(unit)


@pytest.fixture
def meeting():
    return convened("council", visit="示例产线")


def said(meeting, member, **content) -> Reply:
    return reply_to_meeting(actor=member, meeting=meeting, person=member.person, content=content)


def test_everything_asked_of_who_comes_is_kept_on_the_page_and_over_the_link(client, member, meeting):
    client.force_login(member)
    page = reverse("meetings:reply", args=[meeting.pk, member.person.pk])
    typed = {**ATTEND, **COMING, "visits": "on", "opened_version": "0"}
    text = client.post(page, typed, follow=True).content.decode()
    reply = Reply.objects.get()
    assert (reply.post, reply.lodging, reply.visits) == ("副总工程师", "single", True)
    assert reply.invoice_number == "91510400204360956E"
    for shown in ("返程安排：30日中午返程", "住宿：单间", "参加参观", "发票：甲公司"):
        assert shown in text
    client.logout()
    link = reply_link(meeting, member.person)
    assert 'value="30日中午返程"' in client.get(link).content.decode()
    client.post(link, {**typed, "lodging": "none", "opened_version": "1"})
    reply.refresh_from_db()
    assert (reply.lodging, reply.via) == ("none", "link")


def test_who_stays_away_leaves_nothing_about_the_journey(member, meeting):
    said(meeting, member, **{**ATTEND, **COMING})
    reply = said(meeting, member, **{**EXCUSE, **COMING})
    assert [getattr(reply, name) for name in Reply.COMING] == ["", "", "", False, "", ""]
    assert reply.post == "副总工程师"


@pytest.mark.parametrize(
    ("title", "number", "field"),
    [
        ("甲公司", "123", "invoice_number"),
        ("甲公司", "中" * 18, "invoice_number"),
        ("", "9" * 18, "invoice_title"),
    ],
)
def test_invoice_is_checked_at_its_field(member, meeting, title, number, field):
    with pytest.raises(DomainError) as refused:
        said(meeting, member, **{**ATTEND, "invoice_title": title, "invoice_number": number})
    assert refused.value.field == field


def test_strange_lodging_and_too_long_texts_are_refused_and_nothing_typed_is_lost(client, member, meeting):
    client.force_login(member)
    page = reverse("meetings:reply", args=[meeting.pk, member.person.pk])
    answer = client.post(
        page, {**ATTEND, "lodging": "palace", "departure": "行" * 101, "opened_version": "0"}
    )
    form = answer.context["form"]
    assert sorted(form.errors) == ["departure", "lodging"]
    assert form["departure"].value() == "行" * 101


def test_visit_is_asked_only_where_one_is_planned_and_the_journey_only_where_people_travel(client, member):
    meeting = convened("council", form=MeetingForm.ONLINE)
    client.force_login(member)
    page = reverse("meetings:reply", args=[meeting.pk, member.person.pk])
    fields = client.get(page).context["form"].fields
    assert not {"visits", "arrival", "lodging"} & set(fields)
    client.post(page, {**ATTEND, "visits": "on", "opened_version": "0"})
    reply = Reply.objects.get()
    assert (reply.visits, reply.arrival) == (False, "")


# ---------------------------------------------------------------- the letter
def test_delegates_letter_is_kept_and_read_by_those_it_concerns(client, member, unit, meeting):
    link = reply_link(meeting, member.person)
    letter = SimpleUploadedFile("授权委托书.png", PNG, content_type="image/png")
    client.post(link, {**DELEGATE, "letter": letter, "opened_version": "0"})
    reply = Reply.objects.get()
    assert reply.letter.name == "授权委托书.png"
    address = reverse("core:file", args=[reply.letter_id])
    answers = {}
    for name, user in (
        ("person", member),
        ("liaison", make.liaison_of(unit)),
        ("other", make.liaison_of(make.UnitFactory())),
        ("staff", make.staff()),
    ):
        client.force_login(user)
        answers[name] = client.get(address).status_code
    assert answers == {"person": 200, "liaison": 200, "other": 404, "staff": 200}
    client.logout()
    assert client.get(address).status_code == 404


def test_letter_stays_when_the_answer_is_sent_again_and_goes_with_the_delegate(client, member, meeting):
    client.force_login(member)
    page = reverse("meetings:reply", args=[meeting.pk, member.person.pk])
    letter = SimpleUploadedFile("委托书.png", PNG, content_type="image/png")
    answer = client.post(page, {**DELEGATE, "letter": letter, "delegate_name": "", "opened_version": "0"})
    kept = answer.context["form"]["letter"].value()  # refused for the name; the file is kept with the form
    assert [stored.name for stored in kept] == ["委托书.png"]
    client.post(page, {**DELEGATE, "letter": SimpleUploadedFile("委托书.png", PNG), "opened_version": "0"})
    assert Reply.objects.get().letter is not None
    client.post(page, {**EXCUSE, "opened_version": "1"})
    assert Reply.objects.get().letter is None


def test_wrong_file_is_refused_in_chinese(client, member, meeting):
    letter = SimpleUploadedFile("委托书.pdf", b"MZ not a pdf", content_type="application/pdf")
    answer = client.post(
        reply_link(meeting, member.person), {**DELEGATE, "letter": letter, "opened_version": "0"}
    )
    assert list(answer.context["form"].errors) == ["letter"]
    assert Reply.objects.count() == 0
