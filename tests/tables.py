"""Emptying and refilling the tables between tests, quicker than Django and without its locks (a pytest plugin).

Django's TRUNCATE makes the files of some two hundred tables anew, and waits for whoever still reads one of them.
"""

import io

import pytest

# As a replica no foreign key and no trigger objects, and the order of the tables does not matter.
EMPTY = """
DO $$
DECLARE
    name text;
BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    FOREACH name IN ARRAY ARRAY[{names}] LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
END $$;
"""


def empty(tables) -> str:
    return EMPTY.format(names=", ".join(f"'{table}'" for table in tables))


def pytest_configure() -> None:
    """The run is stopped at once should Django no longer ask its backend here."""
    from django.conf import settings
    from django.db.backends.postgresql.operations import DatabaseOperations

    # A password's hash takes a third of a second on purpose. What is tested is the door, not the lock.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    assert hasattr(DatabaseOperations, "sql_flush")
    DatabaseOperations.sql_flush = _sql_flush


def _sql_flush(_operations, _style, tables, *, reset_sequences=False, allow_cascade=False) -> list[str]:
    assert not (reset_sequences or allow_cascade), "no test has asked for it so far"
    return [empty(tables)] if tables else []


class Snapshot:
    """What all tables hold at this moment, to be put back as it was. Sequences only ever go on."""

    def __init__(self, connection) -> None:
        self.connection = connection
        self.content: dict[str, bytes] = {}
        with connection.cursor() as cursor:
            for name in connection.introspection.django_table_names(only_existing=True):
                read = io.BytesIO()
                cursor.copy_expert(f'COPY "{name}" TO STDOUT', read)
                self.content[name] = read.getvalue()

    def restore(self) -> None:
        from django.db import transaction

        with transaction.atomic(), self.connection.cursor() as cursor:
            cursor.execute(empty(self.content))
            for name, content in self.content.items():
                if content:
                    cursor.copy_expert(f'COPY "{name}" FROM STDIN', io.BytesIO(content))


@pytest.fixture(scope="session")
def kept_demo(tmp_path_factory) -> dict:
    """Where `demo_tables` keeps the year for the tests that come later in this process."""
    return {"media": tmp_path_factory.mktemp("demo-media"), "tables": None}


@pytest.fixture
def demo_tables(transactional_db, settings, kept_demo) -> None:
    """The demo year as `manage.py load_demo` leaves it. The command is run once; then its rows are put back."""
    from django.contrib.contenttypes.models import ContentType
    from django.core.management import call_command
    from django.db import connection

    settings.MEDIA_ROOT = kept_demo["media"]
    if kept_demo["tables"]:
        kept_demo["tables"].restore()
        ContentType.objects.clear_cache()
    else:
        call_command("load_demo", verbosity=0)
        kept_demo["tables"] = Snapshot(connection)
