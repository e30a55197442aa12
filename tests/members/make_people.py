"""Lists of people as secretariats keep them, and imports made of them."""

from members.models import PersonImport
from members.people_check import check, signature
from members.services.people_import import apply_import, start_import
from tests.core.sheets import xlsx

HEADER = ["姓名", "工作单位", "职务", "手机", "邮箱"]


def imported(actor, *rows: list, header: list | None = None) -> PersonImport:
    """A list that waits to be looked at."""
    return start_import(actor=actor, upload=xlsx([header or HEADER, *rows], "名单.xlsx"))


def applied(actor, record: PersonImport) -> PersonImport:
    return apply_import(actor=actor, record=record, seen=signature(check(record)))


def errors_of(record: PersonImport) -> dict[int, list[str]]:
    """Line → fields with something wrong."""
    return {row.line: sorted(row.errors) for row in check(record) if row.errors}


def what_of(record: PersonImport) -> list[str]:
    """What each row would do, in the order of the list."""
    return [row.what for row in check(record)]
