"""What was typed survives the end of a login, and comes back to its owner alone. No JavaScript here."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from alliance.core.drafts import draft_of, save_draft
from alliance.core.formkit import late
from alliance.core.models import FormDraft
from projects.models import Proposal
from tests import factories as make
from tests.projects.acts import CONTENT, TYPED, set_deadline

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return make.UnitFactory(name="示例研究院")


@pytest.fixture
def liaison(unit):
    user = make.liaison_of(unit)
    user.set_password(make.PASSWORD)
    user.save()
    return user


@pytest.fixture
def batch():
    return make.SolicitationFactory(name="示例批次")


@pytest.fixture
def browser(liaison):
    client = Client(enforce_csrf_checks=True)
    client.force_login(liaison, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def address(batch):
    return reverse("projects:proposal_new", args=[batch.pk])


def hidden(response) -> dict:
    """The hidden inputs of the page's long form."""
    text = response.content.decode()
    form = text[text.index("data-key") :]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def log_in(client, user):
    page = client.get("/accounts/login/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]
    data = {"login": user.email, "password": make.PASSWORD, "csrfmiddlewaretoken": token}
    client.post("/accounts/login/", data)


def end_login(client) -> None:
    client.cookies.pop("sessionid")


def send(client, address, opened, **changes):
    data = {**TYPED, **hidden(opened), "hand_in": "1", **changes}
    return client.post(address, data)


def test_form_sent_after_the_login_ended_comes_back_filled_and_can_be_sent(browser, address, liaison):
    opened = browser.get(address)
    end_login(browser)
    answer = send(browser, address, opened)
    assert answer.url == f"/accounts/login/?next={address}"
    assert "刚才填写的内容已保留" in browser.get(answer.url).content.decode()
    log_in(browser, liaison)
    again = browser.get(address)
    page = again.content.decode()
    assert "已恢复登录过期前填写的内容" in page
    assert (f'value="{CONTENT["title"]}"' in page, CONTENT["goals"] in page) == (True, True)
    sent = send(browser, address, again)
    assert Proposal.objects.get().get_absolute_url() == sent.url
    assert draft_of(liaison, "proposal-new-1") is None
    assert "已恢复" not in browser.get(address).content.decode()


def test_what_was_typed_is_not_given_to_whoever_logs_in_next(browser, address, liaison):
    colleague = make.liaison_of(make.UnitFactory())
    colleague.set_password(make.PASSWORD)
    colleague.save()
    opened = browser.get(address)
    end_login(browser)
    send(browser, address, opened)
    log_in(browser, colleague)
    page = browser.get(address).content.decode()
    assert (CONTENT["goals"] in page, late.SLOT in browser.session) == (False, False)
    assert FormDraft.objects.count() == 0


def test_what_was_typed_waits_two_hours(browser, address, liaison):
    opened = browser.get(address)
    end_login(browser)
    send(browser, address, opened)
    session = browser.session
    session[late.SLOT] = [{**session[late.SLOT][0], "until": 0}]
    session.save()
    log_in(browser, liaison)
    assert CONTENT["goals"] not in browser.get(address).content.decode()


def test_form_without_our_mark_is_not_kept(browser, address):
    opened = browser.get(address)
    end_login(browser)
    for mark in ("", "forged"):
        answer = send(browser, address, opened, _page=mark)
        assert (answer.status_code, late.SLOT in browser.session) == (302, False)


def test_enormous_text_is_not_carried_in_a_session(browser, address):
    opened = browser.get(address)
    end_login(browser)
    answer = send(browser, address, opened, goals="钛" * 100_000)
    assert (answer.status_code, late.SLOT in browser.session) == (302, False)


def test_login_renewed_in_another_window_brings_the_form_back_filled(browser, address, liaison):
    opened = browser.get(address)
    end_login(browser)
    log_in(browser, liaison)  # the token of the open page holds no more
    answer = send(browser, address, opened)
    assert (answer.status_code, answer.url, Proposal.objects.count()) == (302, address, 0)
    again = browser.get(address)
    page = again.content.decode()
    assert ("登录状态已更新" in page, CONTENT["goals"] in page) == (True, True)
    send(browser, address, again)
    assert Proposal.objects.count() == 1


def test_request_from_elsewhere_is_refused_and_keeps_nothing(browser, address):
    answer = browser.post(address, TYPED)
    assert (answer.status_code, "页面已过期" in answer.content.decode()) == (403, True)
    assert FormDraft.objects.count() == 0


def test_page_opened_by_another_account_does_nothing_under_this_one(client, address, liaison):
    client.force_login(liaison)
    opened = client.get(address)
    client.force_login(make.liaison_of(make.UnitFactory()))
    answer = send(client, address, opened)
    assert "用另一个账号打开" in answer.context["form"].non_field_errors()[0]
    assert (CONTENT["goals"] in answer.content.decode(), Proposal.objects.count()) == (True, 0)


def test_text_restored_after_the_deadline_can_still_be_read(client, address, batch, liaison):
    client.force_login(liaison)
    save_draft(user=liaison, key=f"proposal-new-{batch.pk}", data={"goals": ["写了很久"]})
    set_deadline(batch, -1)
    page = client.get(address).content.decode()
    assert ("写了很久" in page, "截止" in page) == (True, True)


def test_draft_of_a_record_that_others_changed_since_ends_in_the_comparison(client, liaison, unit, batch):
    client.force_login(liaison)
    proposal = make.ProposalFactory(unit=unit, solicitation=batch, title="原题", version=4)
    typed = {**TYPED, "title": "草稿里的题目", "opened_version": "3"}
    save_draft(user=liaison, key=f"proposal-{proposal.pk}", data={k: [v] for k, v in typed.items()})
    address = reverse("projects:proposal_edit", args=[proposal.pk])
    opened = client.get(address)
    page = opened.content.decode()
    assert ("草稿里的题目" in page, "已被他人修改；保存时会列出不同之处" in page) == (True, True)
    refused = client.post(address, {**typed, **hidden(opened)})
    assert refused.context["form"].conflict[0].stored == "原题"


def test_form_that_asks_for_what_is_missing_is_sent_to_where_it_is_saved(client, liaison, unit, batch):
    client.force_login(liaison)
    proposal = make.ProposalFactory(unit=unit, solicitation=batch, **{**CONTENT, "leader": ""})
    opened = client.post(reverse("projects:proposal_submit", args=[proposal.pk]), {"opened_version": "1"})
    address = reverse("projects:proposal_edit", args=[proposal.pk])
    assert f'action="{address}"' in opened.content.decode()
    send(client, address, opened, leader="李工")
    proposal.refresh_from_db()
    assert (proposal.leader, proposal.state) == ("李工", "submitted")


def test_duty_of_the_account_that_comes_first_loses_nothing(client, address, liaison):
    client.force_login(liaison)
    opened = client.get(address)
    session = client.session
    session["password_expired"] = True
    session.save()
    assert send(client, address, opened).url == "/accounts/password/change/"
    session = client.session
    del session["password_expired"]
    session.save()
    page = client.get(address).content.decode()
    assert ("刚才没有提交" in page, CONTENT["goals"] in page) == (True, True)


def test_draft_that_says_nothing_new_is_not_spoken_of(client, address, liaison, batch):
    client.force_login(liaison)
    blank = {"title": [""], "partners-TOTAL_FORMS": ["2"], "partners-0-name": [""], "partners-1-name": [" "]}
    save_draft(user=liaison, key=f"proposal-new-{batch.pk}", data=blank)
    assert "已恢复" not in client.get(address).content.decode()
