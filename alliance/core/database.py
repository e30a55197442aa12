"""What the two databases must hold beyond the models: an append-only audit log, and the database's clock."""

from datetime import datetime

from django.db import connections
from django.utils import timezone

# Table → columns that may change. Apps add theirs in `ready()`; here the acts, and for whom one was recorded.
_append_only: dict[str, tuple[str, ...]] = {"core_auditentry": (), "core_behalfrecord": ()}

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
"""


def keep_append_only(table: str, *, but: tuple[str, ...] = ()) -> None:
    """Rows of `table` are never deleted, and never updated but for the columns named in `but`. For `ready()`."""
    _append_only[table] = but


def guard_audit_log(*, using: str, **kwargs) -> None:
    """(Re)create the triggers after every migration: SQLite drops them when it rebuilds a table."""
    connection = connections[using]
    present = set(connection.introspection.table_names()) & set(_append_only)
    with connection.cursor() as cursor:
        for table in sorted(present):
            described = connection.introspection.get_table_description(cursor, table)
            fixed = [column.name for column in described if column.name not in _append_only[table]]
            for statement in (
                _postgres(table, fixed) if connection.vendor == "postgresql" else _sqlite(table, fixed)
            ):
                cursor.execute(statement)


def _postgres(table: str, fixed: list[str]) -> list[str]:
    return [
        POSTGRES_FUNCTION,
        f"DROP TRIGGER IF EXISTS audit_append_only ON {table}",
        f"CREATE TRIGGER audit_append_only BEFORE UPDATE OF {_listed(fixed)} OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
    ]


def _sqlite(table: str, fixed: list[str]) -> list[str]:
    return [
        statement
        for act, name in ((f"UPDATE OF {_listed(fixed)}", "update"), ("DELETE", "delete"))
        for statement in (
            f"DROP TRIGGER IF EXISTS {table}_no_{name}",
            f"CREATE TRIGGER {table}_no_{name} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        )
    ]


def _listed(columns: list[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


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
