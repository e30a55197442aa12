"""The audit log: who did what to what, when, why; append-only by triggers."""

import textwrap

import pytest
from django.db import connection, transaction
from django.db.models import ProtectedError
from django.db.utils import InternalError
from django.utils import timezone

from alliance.core import audit
from alliance.core.database import db_now, guard_audit_log
from alliance.core.models import AuditEntry
from tests.factories import MeetingFactory, UnitFactory, UserFactory, staff
from tests.services import wait_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return audit.record(actor=UserFactory(), obj=UnitFactory(), action="members.unit.change", label="修改")


# ---------------------------------------------------------------- writing and reading
def test_entry_holds_who_what_when_and_why():
    actor, unit = UserFactory(), UnitFactory()
    before = timezone.now()

    audit.record(
        actor=actor, obj=unit, action="members.unit.export", label="导出", reason="年检", data={"rows": 24}
    )

    entry = audit.entries_of(unit).get()
    assert (entry.actor, entry.action, entry.action_label) == (actor, "members.unit.export", "导出")
    assert (entry.object_id, entry.object_label) == (unit.pk, unit.name)
    assert (entry.reason, entry.data) == ("年检", {"rows": 24})
    assert before <= entry.at <= timezone.now()


def test_entries_of_one_object_come_newest_first_and_without_those_of_others():
    unit, actor = UnitFactory(), UserFactory()
    for label in ("新增", "修改"):
        audit.record(actor=actor, obj=unit, action="members.unit.act", label=label)
    audit.record(actor=actor, obj=UnitFactory(), action="members.unit.act", label="他单位")
    audit.record(actor=actor, obj=MeetingFactory(), action="meetings.meeting.act", label="会议")

    assert [entry.action_label for entry in audit.entries_of(unit)] == ["修改", "新增"]


def test_long_object_label_is_shortened():
    unit = UnitFactory.build(name="钛" * 300)
    unit.pk = 1

    assert len(audit.record(actor=None, obj=unit, action="a.b", label="甲").object_label) == 200


def test_actor_of_an_act_cannot_be_deleted(entry):
    with pytest.raises(ProtectedError):
        entry.actor.delete()


# ---------------------------------------------------------------- append-only on PostgreSQL
ATTEMPTS = {
    "save": lambda entry: entry.save(),
    "update": lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(reason="改写"),
    "delete": lambda entry: entry.delete(),
    "delete_all": lambda entry: AuditEntry.objects.all().delete(),
    "bulk_update": lambda entry: AuditEntry.objects.bulk_update([entry], ["reason"]),
    "raw_update": lambda entry: connection.cursor().execute("UPDATE core_auditentry SET reason = 'x'"),
    "raw_delete": lambda entry: connection.cursor().execute("DELETE FROM core_auditentry"),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS.keys())
def test_postgresql_refuses_to_change_or_delete_an_entry(entry, attempt):
    with pytest.raises(InternalError, match="append-only"), transaction.atomic():
        attempt(entry)

    assert AuditEntry.objects.get(pk=entry.pk).reason == ""


def test_triggers_can_be_created_again(entry):
    guard_audit_log(using="default")
    guard_audit_log(using="default")

    with pytest.raises(InternalError, match="append-only"), transaction.atomic():
        entry.delete()


def test_admin_shows_entries_and_offers_no_change(client, entry):
    client.force_login(staff())
    address = f"/admin/core/auditentry/{entry.pk}/"

    assert client.get(address + "change/").status_code == 200
    assert client.post(address + "change/", {"reason": "改写"}).status_code == 403
    assert client.post(address + "delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/core/auditentry/add/").status_code == 403


# ---------------------------------------------------------------- the database's clock
@pytest.mark.django_db(transaction=True)
def test_db_now_moves_on_inside_a_transaction():
    with transaction.atomic():
        first = db_now()
        wait_until(lambda: db_now() > first, seconds=5, what="the clock moving on")

    assert first.utcoffset() is not None


# ---------------------------------------------------------------- append-only on SQLite
ON_SQLITE = textwrap.dedent(
    """
    import json
    import django
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.db.utils import IntegrityError
    from alliance.core import audit
    from alliance.core.models import AuditEntry, User

    def refused(act):
        try:
            with transaction.atomic():
                act()
        except IntegrityError as error:
            return "append-only" in str(error)
        return False

    def attempts():
        pk = AuditEntry.objects.latest("pk").pk
        cursor = connection.cursor()
        return [
            refused(lambda: AuditEntry.objects.filter(pk=pk).update(reason="x")),
            refused(lambda: AuditEntry.objects.filter(pk=pk).delete()),
            refused(lambda: cursor.execute("UPDATE core_auditentry SET reason = 'x'")),
            refused(lambda: cursor.execute("DELETE FROM core_auditentry")),
        ]

    def triggers():
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'core_%' ORDER BY name")
            return [name for (name,) in cursor.fetchall()]

    user = User.objects.create_user("a@example.com")
    audit.record(actor=user, obj=user, action="core.user.add", label="新增")
    found = {"vendor": connection.vendor, "fresh": attempts()}
    with connection.schema_editor() as editor:  # what a migration of this table does on SQLite
        editor._remake_table(AuditEntry)
    found["rebuilt"] = triggers()
    call_command("migrate", verbosity=0)
    found["migrated"] = triggers()
    found["again"] = attempts()
    found["entries"] = AuditEntry.objects.count()
    print(json.dumps(found))
    """
)


BEHALF_TRIGGERS = ["core_behalfrecord_no_delete", "core_behalfrecord_no_update"]


@pytest.mark.embedded
def test_sqlite_refuses_too_also_after_a_migration_rebuilt_the_table(on_sqlite):
    assert on_sqlite(ON_SQLITE) == {
        "vendor": "sqlite",
        "fresh": [True, True, True, True],
        "rebuilt": BEHALF_TRIGGERS,
        "migrated": ["core_auditentry_no_delete", "core_auditentry_no_update", *BEHALF_TRIGGERS],
        "again": [True, True, True, True],
        "entries": 1,
    }
