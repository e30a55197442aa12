"""Switching e-mails of a kind off: on the page, and by the signed link of a mail's footer."""

import pytest
from django.test import Client
from django.urls import reverse

from alliance.core.audit import entries_of
from alliance.core.errors import DomainError
from alliance.notices.models import NoticePreference
from alliance.notices.preferences import choices_of, choose_mail, unsubscribe_token
from tests.factories import UserFactory, staff

pytestmark = pytest.mark.django_db
PAGE = "/inbox/preferences/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def link(user, kind: str = "projects.decided") -> str:
    return reverse("notices:unsubscribe", args=[unsubscribe_token(user.pk, kind)])


def off(user) -> list[str]:
    return [kind for kind, mail in choices_of(user).items() if not mail]


def test_page_switches_what_is_not_ticked_off(client):
    user = UserFactory()
    client.force_login(user, BACKEND)
    before = off(user)
    kept = [kind for kind, mail in choices_of(user).items() if mail and kind != "projects.decided"]
    client.post(PAGE, {"mail": kept})

    assert before == ["article.published"]
    assert sorted(off(user)) == ["article.published", "projects.decided"]


def test_important_kinds_stay_on_whatever_is_posted_and_say_why(client):
    user = UserFactory()
    client.force_login(user, BACKEND)
    client.post(PAGE, {})

    assert choices_of(user)["projects.returned"] is True
    assert "不能关闭：退回的材料须及时补正，否则影响受理。" in client.get(PAGE).content.decode()
    with pytest.raises(DomainError, match="不能关闭"):
        choose_mail(actor=user, kind="projects.returned", mail=False)


def test_kinds_of_the_secretariat_are_shown_to_staff_alone(client):
    pages = []
    for user in (UserFactory(), staff()):
        client.force_login(user, BACKEND)
        pages.append("收到项目建议" in client.get(PAGE).content.decode())

    assert pages == [False, True]


@pytest.mark.parametrize("kinds", [1, 3])
def test_page_costs_the_same_whatever_is_switched(client, kinds, django_assert_num_queries):
    user = UserFactory()
    for kind in ("projects.decided", "reminder.due", "bulletin.issued")[:kinds]:
        NoticePreference.objects.create(user=user, kind=kind, mail=False)
    client.force_login(user, BACKEND)

    # session, user, preferences, unread, profile
    with django_assert_num_queries(5):
        client.get(PAGE)


def test_switching_is_recorded_once(client):
    user = UserFactory()
    for _ in range(2):
        choose_mail(actor=user, kind="projects.decided", mail=False)

    assert [entry.action_label for entry in entries_of(user)] == ["关闭通知邮件"]


# ---------------------------------------------------------------- the link in the footer
def test_link_asks_first_and_then_switches_off_without_login(client):
    user = UserFactory()
    asked = client.get(link(user)).content.decode()
    before = off(user)
    client.post(link(user))

    assert f"以后不再向 <strong>{user.email}</strong> 发送“项目建议的受理结果”的邮件" in asked
    assert "projects.decided" not in before
    assert "projects.decided" in off(user)


def test_mail_program_can_post_by_itself():
    """RFC 8058: no cookie, no token of a form."""
    user = UserFactory()
    client = Client(enforce_csrf_checks=True)
    answer = client.post(link(user), {"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, answer.content.decode()) == (200, "已不再发送此类邮件。")
    assert "projects.decided" in off(user)


@pytest.mark.parametrize("token", ["x", "WzEsICJ4Il0:forged", "a:b:c", "%00"])
def test_forged_link_is_not_there(client, token):
    assert client.get(f"/inbox/unsubscribe/{token}/").status_code in (400, 404)


def test_link_of_an_important_kind_explains_and_changes_nothing(client):
    user = UserFactory()
    page = client.post(link(user, "projects.returned")).content.decode()

    assert "不能关闭" in page
    assert NoticePreference.objects.count() == 0
