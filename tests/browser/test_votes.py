"""表决 in a real browser: a secret vote on a phone while the secretary watches, a vote by name with the keyboard."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from meetings.models import SecretVote
from tests import factories as make
from tests.browser.people import log_in
from tests.browser.test_live_page import MARK, with_password
from tests.browsers import PHONE
from tests.meetings.make_votes import come, entry_of, meeting_of, open_vote, seated, voting_rule

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_secret_vote_on_a_phone_while_the_secretary_watches(page, open_context):
    voting_rule()
    people = seated(2, logins=True)
    meeting = meeting_of()
    come(meeting, *people)
    ballot = open_vote(meeting, secret=True)
    log_in(page, with_password(make.staff()))
    page.goto(reverse("admin:meetings_ballot_run", args=[ballot.pk]))
    expect(page.get_by_text("未表决")).to_have_count(2)
    page.evaluate(MARK)

    phone = open_context(PHONE).new_page()
    log_in(phone, with_password(people[0].user))
    phone.get_by_role("link", name="去表决").first.click()
    phone.get_by_label("反对").check()
    phone.get_by_role("button", name="投出这一票").click()
    expect(phone.get_by_text("该席位已投票。无记名表决")).to_be_visible()

    expect(page.get_by_text("已投票")).to_have_count(1)
    expect(page.get_by_text("不显示票数")).to_be_visible()
    expect(page.get_by_text("反对")).to_have_count(0)
    assert page.evaluate("window.notReloaded") is True

    page.get_by_role("link", name="结束表决").click()
    page.get_by_role("button", name="确定结束表决").click()
    page.goto(reverse("admin:meetings_ballot_run", args=[ballot.pk]))
    expect(page.get_by_text("反对 1 票")).to_be_visible()
    phone.reload()
    expect(phone.get_by_text("反对 1 票")).to_be_visible()
    assert SecretVote.objects.get().choice == "no"


def test_a_vote_by_correspondence_with_the_keyboard_alone(page):
    voting_rule()
    people = seated(3, logins=True)
    ballot = open_vote(meeting_of(in_session=False), days=2)
    log_in(page, with_password(people[0].user))
    page.goto(ballot.get_absolute_url())
    page.get_by_text("要求开会讨论").press("Enter")
    page.get_by_label("理由").last.fill("事关重大")
    page.get_by_label("理由").last.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("已要求开会讨论：事关重大")).to_be_visible()

    page.get_by_label("同意").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("该席位已表决：弃权")).to_be_visible()
    seat = ballot.ballot_seats.get(roll=entry_of(ballot.meeting, people[0]))
    assert (seat.vote.choice, seat.discussion_reason) == ("abstain", "事关重大")
