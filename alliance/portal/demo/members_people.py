"""What the demo acts out of people: an academician, somebody who has moved, a list that waits to be corrected."""

import csv
import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from alliance.core.models import User
from alliance.portal.demo.records import Book, keep
from members.models import Person, PersonImport
from members.services.people import move_person
from members.services.people_import import start_import

PEOPLE = (
    {
        "name": "示例院士甲",
        "pinyin_override": "shi li yuan shi jia",
        "post": "首席科学家",
        "title": "教授",
        "honours": "示例院院士",
        "academician": True,
        "expertise": "钒钛磁铁矿选冶、钒提取（示例）",
        "phone": "000-00000011",
        "email": "academician@demo.invalid",
    },
    {
        "name": "示例研究员乙",
        "post": "室主任",
        "title": "研究员",
        "expertise": "钛白粉、氯化法工艺（示例）",
        "phone": "13800000012",
        "email": "researcher@demo.invalid",
    },
)
MOVED_ON = date(2015, 3, 1)
FILE = "示例名单.csv"
LIST = (
    ["示例单位专家登记表"],
    ["序号", "姓名", "所在单位", "职务/职称", "研究方向", "手机", "E-mail"],
    ["1", "示例工程师丙", "{a}", "高级工程师", "高炉冶炼（示例）", "13800000013", "engineer@demo.invalid"],
    ["2", "示例研究员乙", "{b}", "副所长", "钛白粉、氯化法工艺（示例）", "13800000012", ""],
    ["3", "示例工程师丁", "{a}", "工程师", "", "1380000001", "不详"],
)


def load(book: Book) -> None:
    a, b = book.units["a"], book.units["b"]
    for row in PEOPLE:
        key = {"name": row["name"], "is_example": True}
        values = {name: value for name, value in row.items() if name != "name"}
        person, created = keep(Person, key, {**values, "unit": a})
        if created and row is PEOPLE[-1]:
            move_person(actor=None, person=person, unit=b, since=MOVED_ON, post="室主任", reason="示例数据")
    if not PersonImport.objects.filter(file_name=FILE).exists():
        load_list(a.name, b.name)


def load_list(a: str, b: str) -> None:
    """As a secretary uploads it, with faults to be corrected."""
    secretary = User.objects.filter(groups__name="秘书处", is_active=True).order_by("pk").first()
    if secretary is None:
        return
    text = io.StringIO(newline="")
    csv.writer(text).writerows([[cell.format(a=a, b=b) for cell in row] for row in LIST])
    start_import(actor=secretary, upload=SimpleUploadedFile(FILE, text.getvalue().encode("gb18030")))
