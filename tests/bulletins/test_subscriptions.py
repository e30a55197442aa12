"""Subscribing by e-mail: asked for, confirmed, told once for each edition, ended."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from alliance.core.models import AuditEntry
from alliance.notices.models import Delivery
from alliance.notices.tasks import deliver
from bulletins.models import Subscription
from bulletins.services import subscriptions
from bulletins.services.issuing import issue_bulletin
from bulletins.tasks import forget_unconfirmed, tell_subscribers
from tests import factories as make
from tests.bulletins import issues

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]

ASK = "/bulletins/subscribe/"


def ask(client, email: str):
    return client.post(ASK, {"email": email}, follow=True)


def link_in(mail, kind: str) -> str:
    return re.search(rf"http://localhost(/bulletins/subscribe/{kind}/\S+)", mail.body)[1]


def post_all(mailoutbox) -> list:
    """Send what waits, as the workers do, and return the letters."""
    mailoutbox.clear()
    for pk in Delivery.objects.filter(state="pending").order_by("pk").values_list("pk", flat=True):
        deliver(pk)
    return list(mailoutbox)


def told(mailoutbox) -> list[str]:
    return sorted(mail.to[0] for mail in post_all(mailoutbox))


# ---------------------------------------------------------------- asking and confirming
def test_address_is_asked_to_confirm_and_only_a_press_confirms(client, mailoutbox):
    page = ask(client, " Reader@Example.com ")

    (mail,) = post_all(mailoutbox)
    assert page.redirect_chain == [("/bulletins/subscribe/asked/", 302)]
    assert (mail.to, mail.subject) == (["reader@example.com"], "【钒钛联盟】请确认订阅工作简报")
    confirm = link_in(mail, "confirm")
    assert "reader@example.com" in client.get(confirm).content.decode()
    assert Subscription.objects.get().confirmed_at is None  # programs open every link of a mail

    assert "订阅成功" in client.post(confirm).content.decode()
    assert Subscription.objects.get().confirmed_at is not None


def test_answer_is_the_same_for_known_and_unknown_addresses(client, mailoutbox):
    make.SubscriptionFactory(email="known@example.com")

    pages = [ask(client, name) for name in ("known@example.com", "new@example.com")]

    texts = [re.sub(r'value="[^"]*"', "", page.content.decode()) for page in pages]
    assert texts[0] == texts[1]
    assert told(mailoutbox) == ["new@example.com"]


@pytest.mark.parametrize(
    "email", ["", "no address", "a@b", "x" * 300 + "@example.com", "a@example.com\nBcc: b@c.d"]
)
def test_what_is_no_address_is_refused_at_its_field(client, email):
    answer = client.post(ASK, {"email": email})

    assert answer.status_code == 200
    assert answer.context["form"].errors["email"]
    assert not Subscription.objects.exists()


def test_nobody_fills_a_mailbox_from_here(client, mailoutbox):
    for _ in range(5):
        assert ask(client, "reader@example.com").status_code == 200

    assert told(mailoutbox) == ["reader@example.com"] * 3


def test_one_place_cannot_ask_for_ever(client):
    answers = [client.post(ASK, {"email": f"reader{number}@example.com"}) for number in range(21)]

    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    text = answers[-1].content.decode()
    assert "短时间内提交次数过多" in text
    assert "reader20@example.com" in text


def test_unconfirmed_address_is_forgotten_after_a_week(client, mailoutbox):
    ask(client, "reader@example.com")
    confirm = link_in(post_all(mailoutbox)[0], "confirm")
    make.SubscriptionFactory(email="kept@example.com", asked_at=timezone.now())
    Subscription.objects.update(asked_at=timezone.now() - timedelta(days=8))

    assert client.get(confirm).status_code == 404
    assert forget_unconfirmed() == 1
    assert list(Subscription.objects.values_list("email", flat=True)) == ["kept@example.com"]
    assert not Delivery.objects.filter(address="reader@example.com").exists()


def test_forged_code_is_404(client):
    make.SubscriptionFactory()

    for kind in ("confirm", "end"):
        assert client.get(f"/bulletins/subscribe/{kind}/forged/").status_code == 404
        assert client.post(f"/bulletins/subscribe/{kind}/forged/").status_code == 404


# ---------------------------------------------------------------- telling
def approved():
    return make.BulletinEntryFactory(
        section__bulletin__state="approved",
        section__bulletin__year=2015,
        headline="山东会议",
        toc_title="山东会议",
    ).section.bulletin


def test_issue_is_told_to_every_subscriber_once(client, mailoutbox, monkeypatch):
    monkeypatch.setattr(subscriptions, "BATCH", 2)
    for number in range(5):
        make.SubscriptionFactory(email=f"{number}@example.com")
    make.SubscriptionFactory(email="unconfirmed@example.com", confirmed_at=None)
    make.SubscriptionFactory(email="ended@example.com", ended_at=timezone.now())
    bulletin = issue_bulletin(actor=None, bulletin=approved())
    assert not Delivery.objects.exclude(address="").exists()  # the request waited for none of them

    assert tell_subscribers() == 5
    assert tell_subscribers() == 0
    letters = post_all(mailoutbox)

    assert sorted(mail.to[0] for mail in letters) == [f"{number}@example.com" for number in range(5)]
    mail = letters[0]
    assert mail.subject == "【钒钛联盟】2015年工作简报已印发"
    assert "· 山东会议" in mail.body
    assert f"http://localhost{bulletin.get_absolute_url()}" in mail.body
    leave = f"http://localhost{link_in(mail, 'end')}"
    assert mail.extra_headers["List-Unsubscribe"] == f"<{leave}>"
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "在线阅读</a>" in mail.alternatives[0][0]


def test_worker_that_dies_between_batches_costs_no_letter(mailoutbox, monkeypatch):
    monkeypatch.setattr(subscriptions, "BATCH", 2)
    make.SubscriptionFactory.create_batch(3)
    bulletin = issue_bulletin(actor=None, bulletin=approved())

    assert subscriptions.tell_next_batch(bulletin=bulletin) == 2
    assert tell_subscribers() == 1  # what beat sends

    assert len(told(mailoutbox)) == 3


def test_corrected_edition_is_told_as_one(mailoutbox):
    make.SubscriptionFactory()
    first = issues.issued(issued_at=timezone.now() - timedelta(days=40))
    issues.corrected(first)

    tell_subscribers()

    (mail,) = post_all(mailoutbox)
    assert mail.subject == "【钒钛联盟】2015年工作简报（更正版）已印发"
    assert "更正内容：到会人数更正为26人。" in mail.body


def test_member_with_a_login_gets_one_letter_not_two(mailoutbox):
    make.UserFactory(email="Member@example.com")
    make.SubscriptionFactory(email="member@example.com")
    issue_bulletin(actor=None, bulletin=approved())

    tell_subscribers()

    assert told(mailoutbox) == ["Member@example.com"]


def test_who_subscribes_later_is_not_told_of_older_issues():
    issues.issued(issued_at=timezone.now() - timedelta(minutes=5))
    make.SubscriptionFactory(confirmed_at=timezone.now())

    assert tell_subscribers() == 0


# ---------------------------------------------------------------- ending
def test_link_in_the_letter_ends_the_subscription(client, mailoutbox):
    subscription = make.SubscriptionFactory()
    issue_bulletin(actor=None, bulletin=approved())
    tell_subscribers()
    leave = f"/bulletins/subscribe/end/{subscription.code}/"

    assert "确定退订" in client.get(leave).content.decode()
    subscription.refresh_from_db()
    assert subscription.ended_at is None
    assert "已退订" in client.post(leave).content.decode()

    subscription.refresh_from_db()
    assert subscription.ended_at is not None
    assert told(mailoutbox) == []  # not even what waited
    assert Delivery.objects.get(address=subscription.email).error == "已退订。"


def test_mail_programs_end_it_by_their_own_button(client):
    subscription = make.SubscriptionFactory()

    answer = client.post(f"/bulletins/subscribe/end/{subscription.code}/", {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, answer.content.decode()) == (200, "已退订。")
    subscription.refresh_from_db()
    assert subscription.ended_at is not None


def test_old_confirmation_does_not_bring_back_what_was_ended_but_asking_does(client, mailoutbox):
    subscription = make.SubscriptionFactory(ended_at=timezone.now())
    confirm = f"/bulletins/subscribe/confirm/{subscription.code}/"

    assert "已经退订" in client.post(confirm).content.decode()
    subscription.refresh_from_db()
    assert subscription.ended_at is not None

    ask(client, subscription.email)
    client.post(link_in(post_all(mailoutbox)[0], "confirm"))
    subscription.refresh_from_db()
    assert (subscription.ended_at, subscription.confirmed_at is None) == (None, False)


def test_staff_end_it_for_who_asks_by_phone(client):
    subscription = make.SubscriptionFactory()
    client.force_login(make.staff(), "django.contrib.auth.backends.ModelBackend")

    client.post(
        "/admin/bulletins/subscription/",
        {"action": "end", "_selected_action": [subscription.pk]},
        follow=True,
    )

    subscription.refresh_from_db()
    assert subscription.ended_at is not None
    assert AuditEntry.objects.filter(action="bulletins.subscription.end").exists()
