"""Whom a departure, a merge or a change of what is registered concerns, and what they are told."""

from django.urls import reverse

from alliance.core.dates import day_words
from alliance.core.models import User
from alliance.core.registry import Moved
from alliance.notices.kinds import NoticeKind
from alliance.notices.services import notify
from members.behalf import liaisons_of
from members.merges import MergePlan
from members.models import Departure, UnitChangeRequest

UNITS = "成员单位"
RESULTS = {"approve": "已采纳", "reject": "不予采纳"}

KINDS = (
    NoticeKind(
        "units.change_requested",
        "收到单位信息变更申请",
        UNITS,
        title="单位信息变更申请：{单位}",
        body="申请变更：{内容}。",
        variables={"单位": "示例研究院", "内容": "单位名称、通讯地址"},
        to_groups=True,
        for_staff=True,
    ),
    NoticeKind(
        "units.change_withdrawn",
        "单位信息变更申请被撤回",
        UNITS,
        title="单位信息变更申请已撤回：{单位}",
        body="{单位}撤回了这份申请。",
        variables={"单位": "示例研究院"},
        for_staff=True,
    ),
    NoticeKind(
        "units.change_decided",
        "单位信息变更的结果",
        UNITS,
        title="单位信息变更{结果}：{单位}",
        body="理由：{理由}",
        variables={"单位": "示例研究院", "结果": "已采纳", "理由": ""},
    ),
    NoticeKind(
        "units.departed",
        "单位退盟",
        UNITS,
        title="{单位}已登记{方式}",
        body="作为成员单位的最后一天：{日期}。\n依据：{依据}\n原因：{原因}",
        variables={
            "单位": "示例研究院",
            "方式": "自愿退出",
            "日期": "2026年6月30日",
            "依据": "来函",
            "原因": "",
        },
        important="退盟后本单位的席位和办理权限随之结束。",
    ),
    NoticeKind(
        "units.merged",
        "单位登记合并",
        UNITS,
        title="单位登记已合并：{单位}",
        body="“{原单位}”自{日期}起并入“{单位}”，席位、人员和资料随之转入。",
        variables={"单位": "示例研究院", "原单位": "示例研究所", "日期": "2026年6月30日"},
        important="合并后请以新的单位办理。",
    ),
)


def tell_of_request(request: UnitChangeRequest) -> None:
    """A request begins as handed in, so no move announces it."""
    _tell_staff(request, "submit", "units.change_requested", {"内容": "、".join(request.labels)})


def tell_of_change(moved: Moved) -> None:
    request = moved.obj
    if moved.name == "withdraw":
        _tell_staff(request, "withdraw", "units.change_withdrawn", {})
        return
    notify(
        recipients=liaisons_of(request.unit),
        key=f"unitchange-{request.pk}-{moved.name}",
        kind="units.change_decided",
        values={"单位": request.unit, "结果": RESULTS[moved.name], "理由": moved.reason},
        url=request.get_absolute_url(),
    )


def tell_of_departure(departure: Departure, people: list) -> None:
    unit = departure.unit
    notify(
        recipients=people,
        key=f"departure-{departure.pk}",
        kind="units.departed",
        values={
            "单位": unit,
            "方式": departure.get_kind_display(),
            "日期": day_words(departure.left_on),
            "依据": departure.basis,
            "原因": departure.reason,
        },
        url=unit.get_absolute_url(),
    )


def tell_of_merge(plan: MergePlan, people: list) -> None:
    notify(
        recipients=list(dict.fromkeys(people)),
        key=f"merge-{plan.duplicate.pk}-{plan.into.pk}",
        kind="units.merged",
        values={"单位": plan.into, "原单位": plan.duplicate.name, "日期": day_words(plan.begins)},
        url=plan.into.get_absolute_url(),
    )


def _tell_staff(request: UnitChangeRequest, act: str, kind: str, values: dict) -> None:
    notify(
        recipients=User.objects.secretariat(),
        key=f"unitchange-{request.pk}-{act}",
        kind=kind,
        values={"单位": request.unit, **values},
        url=reverse("admin:members_unitchangerequest_change", args=[request.pk]),
    )
