"""Drafts of forms: kept under the person's name, bounded, never another's, gone when the form was sent."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from alliance.core.drafts import (
    MAX_BYTES,
    MAX_PER_USER,
    DraftClosed,
    DraftTaken,
    close_draft,
    draft_of,
    drop_old_drafts,
    save_draft,
    typed_in,
)
from alliance.core.errors import DomainError
from alliance.core.models import FormDraft
from tests import factories as make

pytestmark = pytest.mark.django_db
NOTHING_OPENED = timezone.now() - timedelta(days=1)


@pytest.fixture
def user():
    return make.UserFactory()


def save(user, text="钒", **more) -> FormDraft:
    return save_draft(user=user, key="proposal-1", data={"title": [text]}, **more)


def age(draft: FormDraft, **ago) -> None:
    FormDraft.objects.filter(pk=draft.pk).update(saved_at=timezone.now() - timedelta(**ago))


def test_draft_is_kept_once_for_a_form_and_a_person(user):
    other = make.UserFactory()
    save(user, "第一稿")
    save(user, "第二稿")
    assert draft_of(user, "proposal-1").data == {"title": ["第二稿"]}
    assert (draft_of(user, "proposal-2"), draft_of(other, "proposal-1")) == (None, None)
    assert FormDraft.objects.count() == 1


def test_too_long_draft_is_refused_and_the_earlier_one_stays(user):
    save(user)
    with pytest.raises(DomainError, match="内容过长"):
        save(user, "钛" * (MAX_BYTES // 3 + 1))
    assert draft_of(user, "proposal-1").data == {"title": ["钒"]}


def test_oldest_drafts_go_when_there_are_too_many(user):
    for number in range(MAX_PER_USER + 2):
        save_draft(user=user, key=f"form-{number}", data={"title": [str(number)]})
    assert FormDraft.objects.filter(user=user).count() == MAX_PER_USER
    assert (draft_of(user, "form-1"), draft_of(user, "form-2") is not None) == (None, True)


def test_passwords_tokens_and_reserved_names_are_not_typed_text():
    posted = QueryDict(
        "title=a&csrfmiddlewaretoken=b&password=c&new_password1=d&_page=e&_act=f&units=1&units=2"
    )
    assert typed_in(posted) == {"title": ["a"], "units": ["1", "2"]}


def test_page_opened_before_the_form_was_sent_keeps_nothing_more(user):
    opened = timezone.now()
    save(user, page="one", opened=opened)
    close_draft(user=user, key="proposal-1")
    with pytest.raises(DraftClosed):
        save(user, "来迟的文字", page="one", opened=opened)
    assert draft_of(user, "proposal-1") is None
    save(user, "新开的表单", page="two", opened=timezone.now())
    assert draft_of(user, "proposal-1").data["title"] == ["新开的表单"]


def test_form_that_was_sent_before_anything_was_saved_is_closed_as_well(user):
    opened = timezone.now()
    close_draft(user=user, key="proposal-1")
    with pytest.raises(DraftClosed):
        save(user, page="one", opened=opened)


def test_second_window_does_not_write_over_the_first_unless_it_is_told_to(user):
    opened = timezone.now()
    save(user, "第一个窗口", page="one", opened=opened)
    with pytest.raises(DraftTaken):
        save(user, "第二个窗口", page="two", opened=opened)
    assert draft_of(user, "proposal-1").data["title"] == ["第一个窗口"]
    save(user, "第二个窗口", page="two", opened=opened, take=True)
    assert draft_of(user, "proposal-1").data["title"] == ["第二个窗口"]


def test_old_drafts_are_offered_no_more_and_dropped(user):
    old, fresh = save(user), save_draft(user=user, key="proposal-2", data={"title": ["新"]})
    age(old, days=91)
    age(fresh, days=89)
    assert (draft_of(user, "proposal-1"), draft_of(user, "proposal-2")) == (None, fresh)
    assert drop_old_drafts() == 1
    assert list(FormDraft.objects.all()) == [fresh]


def test_what_a_closed_draft_left_is_dropped_after_a_day(user):
    close_draft(user=user, key="proposal-1")
    assert drop_old_drafts() == 0
    age(FormDraft.objects.get(), hours=25)
    assert drop_old_drafts() == 1


# ---------------------------------------------------------------- the address
def page_of(client) -> str:
    """The mark of a real form's page, as the liaison's browser has it."""
    from alliance.core.formkit.page import FormPage

    user = client.user
    return FormPage.open(user, "proposal-1", "/projects/proposals/1/edit/").signed()


@pytest.fixture
def browser(client, user):
    client.force_login(user)
    client.user = user
    return client


def post(client, page: str, **data):
    return client.post("/drafts/", {"_page": page, **data}, headers={"accept": "application/json"})


def test_address_keeps_what_was_typed_and_says_when(browser, user):
    answer = post(browser, page_of(browser), title="钒", units=["1", "2"])
    kept = draft_of(user, "proposal-1")
    assert answer.json() == {"saved": f"{timezone.localtime(kept.saved_at):%H:%M}"}
    assert (kept.data["title"], kept.data["units"]) == (["钒"], ["1", "2"])


def test_address_takes_no_form_that_we_did_not_sign(browser):
    forged = page_of(browser)[:-2] + "xx"
    assert [post(browser, page).status_code for page in ("", "abc", forged)] == [400, 400, 400]
    assert FormDraft.objects.count() == 0


def test_address_says_that_the_login_has_ended_and_where_to_go(browser):
    page = page_of(browser)
    browser.logout()
    answer = post(browser, page, title="钒")
    login = "/accounts/login/?next=%2Fprojects%2Fproposals%2F1%2Fedit%2F"
    assert (answer.status_code, answer.json()) == (401, {"error": "login", "login": login})
    assert FormDraft.objects.count() == 0


def test_address_keeps_nothing_under_another_name(browser):
    page = page_of(browser)
    browser.force_login(make.UserFactory())
    answer = post(browser, page, title="钒")
    assert (answer.status_code, answer.json(), FormDraft.objects.count()) == (403, {"error": "account"}, 0)


def test_address_says_closed_taken_and_too_long(browser, user):
    first, second = page_of(browser), page_of(browser)
    post(browser, first, title="钒")
    answers = [post(browser, second, title="钛"), post(browser, first, title="钛" * (MAX_BYTES // 3))]
    close_draft(user=user, key="proposal-1")
    answers.append(post(browser, first, title="钛"))
    assert [(each.status_code, each.json()["error"]) for each in answers] == [
        (409, "taken"),
        (413, "long"),
        (409, "closed"),
    ]


def test_draft_is_thrown_away_and_the_form_opened_anew(browser, user):
    page = page_of(browser)
    post(browser, page, title="钒")
    answer = browser.post("/drafts/", {"_page": page, "_act": "discard"})
    assert (answer.status_code, answer.url) == (302, "/projects/proposals/1/edit/")
    assert draft_of(user, "proposal-1") is None
