"""What an application must say before it is handed in, and what stands against it."""

from django.core.exceptions import ValidationError
from django.db.models import Q

from members.enums import IN_HAND, Body
from members.models import MembershipApplication, Unit

LONGEST = 5000  # characters of a long text
LONG = ("profile", "strengths", "reason")
ASK = "如需变更单位信息，请与秘书处联系。"


def tidy(content: dict) -> dict:
    """The texts as they are kept: a code in capitals and without spaces, names without spaces around them."""
    tidied = {name: value.strip() for name, value in content.items() if isinstance(value, str)}
    if "uscc" in tidied:
        tidied["uscc"] = "".join(tidied["uscc"].split()).upper()
    return tidied


def check_lengths(content: dict) -> None:
    """Raises ValidationError at a long text that is too long for a page."""
    too_long = {
        name: f"最多 {LONGEST} 字，现在有 {len(content[name])} 字。"
        for name in LONG
        if len(content.get(name) or "") > LONGEST
    }
    if too_long:
        raise ValidationError(too_long)


def check_complete(application: MembershipApplication) -> MembershipApplication:
    """Raises ValidationError by field (`<body>_name` for a nominee) unless it may be handed in."""
    if wrong := problems_of(application):
        raise ValidationError(wrong)
    return application


def problems_of(application: MembershipApplication) -> dict[str, str]:
    """Field → what is missing or wrong, in the order of the form."""
    found = {}
    for name in MembershipApplication.REQUIRED:
        if not getattr(application, name):
            label = MembershipApplication._meta.get_field(name).verbose_name
            found[name] = f"请填写“{label}”。"
    named = set(application.nominees.exclude(name="").values_list("body", flat=True))
    for body in Body.nominated():
        if body not in named:
            found[f"{body.value}_name"] = f"请填写拟任{body.role}的姓名。"
    return found | taken_by_member(application)


def taken_by_member(application: MembershipApplication) -> dict[str, str]:
    """The code or the name belongs to a present member."""
    found = {}
    members = Unit.objects.current()
    if application.uscc and (unit := members.filter(uscc=application.uscc).first()):
        found["uscc"] = f"该统一社会信用代码属于现成员单位“{unit}”，不能重复申请。{ASK}"
    named = Q(name=application.name) | Q(names__name=application.name)
    if application.name and (unit := members.filter(named).first()):
        found["name"] = f"“{unit}”已经是成员单位，不能重复申请。{ASK}"
    return found


def warnings_about(application: MembershipApplication) -> list[str]:
    """What the secretariat should look at before it passes an application, in sentences."""
    found = list(problems_of(application).values()) if application.admission_id is None else []
    others = MembershipApplication.objects.filter(state__in=IN_HAND).exclude(pk=application.pk)
    alike = Q(name=application.name) if application.name else Q(pk=None)
    if application.uscc:
        alike |= Q(uscc=application.uscc)
    for other in others.filter(alike):
        found.append(f"另有一份申请的名称或信用代码相同：{other.number}。")
    if not application.attachments.exists():
        found.append("没有附营业执照、盖章的申请书等材料。")
    return found
