"""Rows of the harness for library and matters."""

from members.enums import Access, MatterState
from members.models import LibraryDocument, Matter, SharedMaterial
from tests import factories as make
from tests.browser.page import Page, each, first
from tests.core.listing import Listing
from tests.core.permission_words import FORBIDDEN, GONE, LOGIN, MOVED, OK, WRONG, Row, r
from tests.members.make_library import document, material, matter, stored_pdf

# fmt: off
PERMISSIONS: list[Row] = [
    # name                              method  thing                   anonymous  own        other      expert     council    staff
    r("library:documents",              "GET",  "",                     OK,        OK,        OK,        OK,        OK,        OK),
    r("library:documents",              "POST", "",                     WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("library:document",               "GET",  "public document",      OK,        OK,        OK,        OK,        OK,        OK),
    r("library:document",               "GET",  "members document",     GONE,      OK,        OK,        OK,        OK,        OK),
    r("library:document",               "GET",  "council document",     GONE,      GONE,      GONE,      GONE,      OK,        OK),
    r("library:document",               "GET",  "staff document",       GONE,      GONE,      GONE,      GONE,      GONE,      OK),
    r("library:document",               "GET",  "example document",     GONE,      OK,        OK,        OK,        OK,        OK),
    r("library:document",               "GET",  "nothing",              GONE,      GONE,      GONE,      GONE,      GONE,      GONE),
    r("library:document",               "POST", "public document",      WRONG,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("core:file",                      "GET",  "public version",       OK,        OK,        OK,        OK,        OK,        OK),
    r("core:file",                      "GET",  "members version",      GONE,      OK,        OK,        OK,        OK,        OK),
    r("core:file",                      "GET",  "council version",      GONE,      GONE,      GONE,      GONE,      OK,        OK),
    r("core:file",                      "GET",  "material file",        GONE,      OK,        OK,        OK,        OK,        OK),
    r("core:file",                      "GET",  "matter file",          GONE,      OK,        GONE,      GONE,      GONE,      OK),
    r("library:materials",              "GET",  "",                     LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("library:materials",              "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("library:material_new",           "GET",  "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("library:material_new",           "POST", "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("library:material",               "GET",  "own material",         LOGIN,     OK,        OK,        OK,        OK,        OK),
    r("library:material",               "GET",  "council material",     LOGIN,     OK,        GONE,      GONE,      OK,        OK),
    r("library:material",               "POST", "own material",         LOGIN,     OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN, OK),
    r("members:matters",                "GET",  "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("members:matters",                "POST", "",                     LOGIN,     WRONG,     WRONG,     WRONG,     WRONG,     WRONG),
    r("members:matter_new",             "GET",  "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("members:matter_new",             "POST", "",                     LOGIN,     OK,        OK,        FORBIDDEN, FORBIDDEN, FORBIDDEN),
    r("members:matter",                 "GET",  "own matter",           LOGIN,     OK,        GONE,      GONE,      GONE,      GONE),
    r("members:matter",                 "POST", "own matter",           LOGIN,     WRONG,     GONE,      GONE,      GONE,      GONE),
    r("members:matter_withdraw",        "GET",  "own matter",           LOGIN,     WRONG,     GONE,      GONE,      GONE,      GONE),
    r("members:matter_withdraw",        "POST", "own matter",           LOGIN,     MOVED,     GONE,      GONE,      GONE,      GONE),
]
# fmt: on


def own_matters():
    """Of the liaison of the first example unit."""
    return Matter.objects.filter(created_by__email="liaison@demo.invalid")


PAGES: list[Page] = [
    Page("library:documents", "visitor"),
    Page("library:documents", "liaison"),
    Page("library:documents", "liaison", query="?q=没有这样的文件"),
    Page("library:document", "liaison", first(LibraryDocument.objects.filter(access=Access.PUBLIC))),
    Page("library:document", "staff", each(LibraryDocument.objects)),
    Page("library:materials", "liaison"),
    Page("library:material", "liaison", each(SharedMaterial.objects.standing())),
    Page("library:material", "staff", each(SharedMaterial.objects)),
    Page("library:material_new", "liaison"),
    Page("members:matters", "liaison"),
    Page("members:matters", "liaison2"),
    Page("members:matter", "liaison", lambda: each(own_matters())()),
    Page("members:matter_new", "liaison"),
    Page(
        "admin:members_matter_answer",
        "administrator",
        first(Matter.objects.filter(state=MatterState.HANDLING)),
    ),
]
NO_PAGE: dict[str, str] = {"members:matter_withdraw": "takes POST alone"}


def documents(number: int):
    for _ in range(number):
        document(versions=2)
    return make.liaison_of(make.UnitFactory())


def materials(number: int):
    liaison = make.liaison_of(make.UnitFactory())
    for _ in range(number):
        unit = make.UnitFactory()
        material(unit)
    return liaison


def matters(number: int):
    unit = make.UnitFactory()
    liaison = make.liaison_of(unit)
    for _ in range(number):
        matter(unit, actor=liaison)
    return liaison


LISTS: list[Listing] = [
    Listing("library:documents", documents, 10),
    Listing("library:materials", materials, 9),
    Listing("members:matters", matters, 12),
]
NO_LIST: dict[str, str] = {
    "library:document": "one document",
    "library:material*": "one material, or a form",
    "members:matter": "one matter",
    "members:matter_*": "a form",
}


def things(own, liaison) -> dict[str, dict]:
    kept = {level: document(access=level) for level in Access}
    shared = material(own, actor=liaison)
    raised = matter(own, actor=liaison, stored=stored_pdf(actor=liaison, mark="matter"))
    files = {f"{level.value} version": _pk(kept[level].versions.get().stored) for level in Access}
    return {
        **files,
        **{f"{level.value} document": _pk(kept[level]) for level in Access},
        "example document": _pk(document(access=Access.MEMBERS, is_example=True)),
        "own material": _pk(shared),
        "material file": _pk(shared.stored),
        "council material": _pk(material(own, actor=liaison, access=Access.COUNCIL)),
        "own matter": _pk(raised),
        "matter file": _pk(raised.stored),
    }


def admin_rows(actor) -> list:
    raised = matter()
    return [document(versions=2), material(), raised]


def _pk(obj) -> dict[str, int]:
    return {"pk": obj.pk}
