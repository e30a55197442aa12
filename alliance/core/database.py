"""What the two databases must hold beyond the models: an append-only audit log, and the database's clock."""

from datetime import datetime

from django.db import connections
from django.utils import timezone

TABLES = ("core_auditentry", "core_behalfrecord")  # the acts, and for whom the secretariat recorded one

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'audit entries are append-only'; END $$;
"""


def guard_audit_log(*, using: str, **kwargs) -> None:
    """(Re)create the triggers after every migration: SQLite drops them when it rebuilds a table."""
    connection = connections[using]
    present = [table for table in TABLES if table in connection.introspection.table_names()]
    with connection.cursor() as cursor:
        for table in present:
            for statement in _postgres(table) if connection.vendor == "postgresql" else _sqlite(table):
                cursor.execute(statement)


def _postgres(table: str) -> list[str]:
    return [
        POSTGRES_FUNCTION,
        f"DROP TRIGGER IF EXISTS audit_append_only ON {table}",
        f"CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
    ]


def _sqlite(table: str) -> list[str]:
    return [
        statement
        for act in ("UPDATE", "DELETE")
        for statement in (
            f"DROP TRIGGER IF EXISTS {table}_no_{act.lower()}",
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END",
        )
    ]


def db_now(using: str = "default") -> datetime:
    """The database's clock, aware. Deadlines are judged by it, never by a web server's (design §3).

    PostgreSQL gives the wall clock (not the transaction's start); SQLite runs in this process, so its clock is ours.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
