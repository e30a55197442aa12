"""A confidential matter: read by the unit's liaisons and its handler; nobody else learns title, text or file."""

import pytest
from django.contrib.auth.models import Permission

from alliance.core import audit
from alliance.core.errors import NotAllowed
from alliance.core.models import AuditEntry
from alliance.core.transitions import run_transition
from alliance.notices.models import Delivery, Notice
from members.models import Matter
from members.services.matters import answer_matter, plan_matter, reopen_matter
from tests import factories as make
from tests.members.make_library import matter, secretary, stored_pdf

pytestmark = pytest.mark.django_db
TITLE, TEXT, ANSWER = "甲单位拖欠合作款", "对方逾期半年未付。", "已约谈对方。"
SECRETS = (TITLE, TEXT, ANSWER, "举报材料", "对方又反悔")


def registrar(**fields):
    """Of the secretariat, with the rights of the admin for matters, files and the audit log."""
    user = secretary(**fields)
    names = ("view_matter", "change_matter", "view_matterstep", "add_matterstep")
    more = ("view_auditentry", "view_storedfile", "view_notice", "view_delivery", "view_historicalmatter")
    user.user_permissions.add(*Permission.objects.filter(codename__in=(*names, *more)))
    return user


@pytest.fixture
def unit():
    return make.UnitFactory(name="某研究院")


@pytest.fixture
def other():
    return make.UnitFactory(name="甲单位")


@pytest.fixture
def liaison(unit):
    return make.liaison_of(unit)


@pytest.fixture
def secret(unit, other, liaison) -> Matter:
    return matter(
        unit,
        actor=liaison,
        kind="dispute",
        other_unit=other,
        title=TITLE,
        text=TEXT,
        confidential=True,
        stored=stored_pdf(actor=liaison, name="举报材料.pdf"),
    )


@pytest.fixture
def handler():
    return registrar(display_name="经办")


@pytest.fixture
def handled(secret, handler) -> Matter:
    return run_transition(actor=handler, obj=secret, name="take_up")


def change(kept) -> str:
    return f"/admin/members/matter/{kept.pk}/change/"


def test_other_unit_never_sees_it(client, secret, other, handler):
    theirs = make.liaison_of(other)
    client.force_login(theirs)
    assert client.get(secret.get_absolute_url()).status_code == 404
    assert TITLE not in client.get("/members/matters/").content.decode()
    assert client.get(f"/files/{secret.stored_id}/").status_code == 404
    run_transition(actor=handler, obj=secret, name="take_up")
    assert not Notice.objects.filter(recipient=theirs).exists()


def test_liaisons_of_the_unit_read_it(client, secret, liaison):
    client.force_login(liaison)
    assert TEXT in client.get(secret.get_absolute_url()).content.decode()
    assert client.get(f"/files/{secret.stored_id}/").status_code == 200


def test_handler_reads_and_reading_is_recorded(client, handled, handler):
    client.force_login(handler)
    page = client.get(change(handled))

    assert TEXT in page.content.decode()
    assert client.get(f"/files/{handled.stored_id}/").status_code == 200
    read = audit.entries_of(handled).filter(action="members.matter.read").order_by("pk")
    assert [(entry.actor, entry.action_label) for entry in read] == [
        (handler, "查阅保密事项"),
        (handler, "查阅保密附件"),
    ]


def test_reading_what_is_not_confidential_is_not_recorded(client, unit, liaison):
    plain = matter(unit, actor=liaison)
    client.force_login(registrar())
    assert client.get(change(plain)).status_code == 200
    assert not audit.entries_of(plain).filter(action="members.matter.read").exists()


def test_superuser_reads_and_is_recorded(client, handled):
    client.force_login(make.staff())
    assert TEXT in client.get(change(handled)).content.decode()
    assert audit.entries_of(handled).filter(action="members.matter.read").count() == 1


def pages_of_staff(kept) -> list[str]:
    version = kept.history.first().history_id
    return [
        "/admin/",
        "/admin/members/matter/",
        f"/admin/members/matter/?q={TITLE}",
        f"/admin/members/matter/{kept.pk}/history/",
        f"/admin/members/matter/{kept.pk}/history/{version}/",
        f"/admin/members/matter/{kept.pk}/move/take_up/",
        f"/admin/members/matter/{kept.pk}/answer/",
        change(kept),
        kept.get_absolute_url(),
        "/admin/core/auditentry/",
        "/admin/core/storedfile/",
        "/admin/notices/notice/",
        "/admin/notices/delivery/",
        f"/admin/search/?s={TITLE}",
        "/inbox/",
        "/desk/",
    ]


def test_other_staff_learn_nothing_on_any_page(client, handled, handler):
    answer_matter(actor=handler, matter=handled, text=ANSWER)
    reopen_matter(actor=handler, matter=handled, reason="对方又反悔")
    colleague = registrar()
    client.force_login(colleague)
    for address in pages_of_staff(handled):
        page = client.get(address, follow=True)
        assert page.status_code < 500, address
        found = [secret for secret in SECRETS if secret in page.content.decode() and secret not in address]
        assert found == [], address
    assert client.get(f"/files/{handled.stored_id}/").status_code == 404
    listed = client.get("/admin/members/matter/").content.decode()
    assert f"{handled.number}（保密）" in listed
    assert handled.number not in client.get(f"/admin/members/matter/?q={TITLE}").content.decode()


def test_no_message_and_no_act_tells_it(handled, handler):
    answer_matter(actor=handler, matter=handled, text=ANSWER)
    reopen_matter(actor=handler, matter=handled, reason="对方又反悔")
    written = [
        *Notice.objects.values_list("title", "body"),
        *Delivery.objects.values_list("title", "body"),
        *AuditEntry.objects.values_list("object_label", "reason"),
    ]
    assert written
    assert [text for row in written for text in row for secret in SECRETS if secret in text] == []


def test_other_staff_neither_answer_nor_take_over(handled):
    colleague = secretary()
    for act in (
        lambda: answer_matter(actor=colleague, matter=handled, text="越权"),
        lambda: plan_matter(actor=colleague, matter=handled, handler=colleague, due_at=None),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_handler_hands_it_over_and_reads_no_more(client, handled, handler):
    colleague = registrar()
    plan_matter(actor=handler, matter=handled, handler=colleague, due_at=None)
    client.force_login(handler)
    assert TEXT not in client.get(change(handled), follow=True).content.decode()
    client.force_login(colleague)
    assert TEXT in client.get(change(handled)).content.decode()


def test_what_nobody_handles_yet_is_taken_up_from_the_list(client, secret, handler):
    client.force_login(handler)
    assert TEXT not in client.get(change(secret), follow=True).content.decode()
    page = client.get("/admin/members/matter/").content.decode()
    assert f"/admin/members/matter/{secret.pk}/move/take_up/" in page
    answer = client.post(f"/admin/members/matter/{secret.pk}/move/take_up/", follow=True)
    assert TEXT in answer.content.decode()
