"""Whom a matter concerns, and what they are told. A matter is named by `str`, which keeps a confidential title."""

from django.urls import reverse

from alliance.core.dates import moment_words
from alliance.core.models import User
from alliance.core.registry import Moved
from alliance.notices.kinds import NoticeKind
from alliance.notices.services import notify
from members.behalf import liaisons_of
from members.models import Matter

GROUP = "意见与协调"
EXAMPLE = {"事项": "意〔2026〕3号 建议开放中试线", "单位": "示例研究院", "类别": "意见建议"}

KINDS = (
    NoticeKind(
        "matter.raised",
        "收到意见与协调事项",
        GROUP,
        title="收到{类别}：{事项}",
        body="{单位}提交，请及时受理。",
        variables=EXAMPLE,
        for_staff=True,
    ),
    NoticeKind(
        "matter.assigned",
        "意见与协调事项交由您办理",
        GROUP,
        title="请办理{类别}：{事项}",
        body="{单位}提出。办理时限：{时限}",
        variables={**EXAMPLE, "时限": "2026年9月30日 17:00"},
        for_staff=True,
        important="交办事项须让经办人知道。",
    ),
    NoticeKind(
        "matter.withdrawn",
        "意见与协调事项被撤回",
        GROUP,
        title="{类别}已撤回：{事项}",
        body="{单位}撤回了这个事项。",
        variables=EXAMPLE,
        for_staff=True,
    ),
    NoticeKind(
        "matter.moved",
        "意见与协调事项的进展",
        GROUP,
        title="{类别}{结果}：{事项}",
        body="请登录门户查看。",
        variables={**EXAMPLE, "结果": "已受理"},
        button="查看",
    ),
    NoticeKind(
        "matter.answered",
        "意见与协调事项的答复",
        GROUP,
        title="{类别}已答复：{事项}",
        body="请登录门户查看答复。",
        variables=EXAMPLE,
        important="答复须让提出单位知道。",
        button="查看答复",
    ),
)

RESULTS = {"take_up": "已受理", "reopen": "重新办理"}


def tell_of_new_matter(matter: Matter) -> None:
    """A matter begins as handed in, so no move announces it."""
    _tell(User.objects.secretariat(), matter, "raise", "matter.raised", url=admin_url(matter))


def tell_handler(matter: Matter) -> None:
    due = moment_words(matter.due_at) if matter.due_at else ""
    _tell([matter.handler], matter, "plan", "matter.assigned", {"时限": due}, url=admin_url(matter))


def tell_of_matter(moved: Moved) -> None:
    """Listener of moves: the unit learns what the secretariat did, the handler that it was taken back."""
    matter = moved.obj
    if moved.name == "withdraw":
        readers = [matter.handler] if matter.handler else User.objects.secretariat()
        _tell(readers, matter, "withdraw", "matter.withdrawn", url=admin_url(matter))
    elif moved.name == "give_answer":
        _tell(liaisons_of(matter.unit), matter, "answer", "matter.answered")
    else:
        _tell(liaisons_of(matter.unit), matter, moved.name, "matter.moved", {"结果": RESULTS[moved.name]})


def admin_url(matter: Matter) -> str:
    return reverse("admin:members_matter_change", args=[matter.pk])


def _tell(recipients, matter: Matter, act: str, kind: str, more: dict | None = None, url: str = "") -> None:
    notify(
        recipients=recipients,
        key=f"matter-{matter.pk}-{act}-{matter.version}",
        kind=kind,
        values={"事项": matter, "单位": matter.unit, "类别": matter.get_kind_display(), **(more or {})},
        url=url or matter.get_absolute_url(),
    )
