"""What 示例 units act out of the register: contacts, a request and its answer, a departure, a merge."""

import uuid
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from alliance.core.enums import FileKind
from alliance.core.files.store import store_file
from alliance.core.writing import save_record
from alliance.portal.demo.examples import PRINT_ORDER
from alliance.portal.demo.pictures import logo
from alliance.portal.demo.records import Book, add, keep
from members.enums import Body, DepartureKind, NameKind, UnitKind
from members.models import EarlierMembership, Occupancy, Person, Seat, Unit, UnitName
from members.regions import Region
from members.services.unit_changes import approve_change, request_change
from members.services.unit_merges import merge_units
from members.services.units import record_departure

NAMESPACE = uuid.UUID("5a0c7a3e-2015-4b29-8f11-0000529e0005")  # of the form tokens
FACTS = {
    "region": Region.SICHUAN,
    "place": "示例市",
    "address": "示例市示例区示例路1号",
    "postcode": "600000",
    "phone": "000-00000000",
    "website": "https://example.invalid/",
    "contact_name": "示例联络员甲",
    "contact_phone": "000-00000001",
    "contact_email": "liaison@demo.invalid",
    "profile": "示例内容：本单位为演示所设，介绍主要产品、研究方向和可供成员单位使用的条件。",
}


def load(book: Book) -> None:
    load_facts(book.units["a"])
    load_requests(book)
    load_departed(book)
    load_duplicate(book)


def load_facts(unit: Unit) -> None:
    """Only where nothing is registered yet: staff and liaisons may have changed it since."""
    if unit.address or unit.logo_id:
        return
    for name, value in FACTS.items():
        setattr(unit, name, value)
    upload = SimpleUploadedFile("示例标识.png", logo("示例"))
    unit.logo = store_file(actor=None, upload=upload, kinds=(FileKind.PICTURE,))
    save_record(unit, actor=None, reason="示例数据")


def load_requests(book: Book) -> None:
    """Of the second unit: one that was taken over, one that waits for the secretariat."""
    unit, user = book.units["b"], book.users["示例联络员乙"]
    if unit.change_requests.exists():
        return
    first = {"address": "示例市示例区示例路2号", "region": str(Region.CHONGQING), "phone": "000-00000002"}
    asked = request_change(actor=user, unit=unit, token=uuid.uuid5(NAMESPACE, "first"), values=first)
    approve_change(actor=None, request=asked)
    second = {"address": "示例市示例新区示例大道9号", "contact_name": "示例联络员乙"}
    request_change(
        actor=user,
        unit=unit,
        token=uuid.uuid5(NAMESPACE, "second"),
        values=second,
        note="示例内容：本单位已迁入新址。",
    )
    unit.refresh_from_db()


def load_departed(book: Book) -> None:
    """A unit that was a member twice and has left."""
    values = {
        "kind": UnitKind.ENTERPRISE,
        "print_order": PRINT_ORDER,
        "joined_on": date(2012, 6, 1),
        "region": Region.HEBEI,
    }
    unit, created = keep(Unit, {"name": "示例矿业公司", "is_example": True}, values)
    if not created:
        return
    add(EarlierMembership, unit=unit, joined_on=date(2009, 5, 1), left_on=date(2010, 12, 31))
    UnitName.objects.create(
        unit=unit, name="示例矿务局", kind=NameKind.FORMER, used_until=date(2013, 3, 31), note="示例数据"
    )
    record_departure(
        actor=None,
        unit=unit,
        kind=DepartureKind.LEFT,
        left_on=date(2014, 12, 31),
        basis="示例来函",
        reason="示例内容：主营业务调整。",
    )


def load_duplicate(book: Book) -> None:
    """The first unit, registered a second time, and merged."""
    values = {"kind": UnitKind.ENTERPRISE, "print_order": PRINT_ORDER, "joined_on": date(2015, 1, 1)}
    unit, created = keep(Unit, {"name": "示例企业有限公司", "is_example": True}, values)
    if not created:
        return
    person = add(Person, name="示例理事乙", unit=unit, is_example=True)
    seat = add(Seat, unit=unit, body=Body.COUNCIL, term=book.terms[2])
    add(Occupancy, seat=seat, person=person, starts_on=date(2015, 6, 1), reason="示例数据")
    merge_units(
        actor=None,
        duplicate=unit,
        into=book.units["a"],
        merged_on=date(2015, 12, 31),
        reason="示例内容：同一单位重复登记。",
    )
    book.units["a"].refresh_from_db()
