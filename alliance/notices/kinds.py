"""The kinds of notices. Each app registers its own in `AppConfig.ready()`; people switch them, staff word them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from alliance.notices import wording

GENERAL = "general"
SYSTEM = "系统"
LINK = "链接"  # the short link, in texts for a group


@dataclass(frozen=True)
class NoticeKind:
    """What the alliance tells people about.

    `variables` maps each placeholder of the texts to a sample value for the preview. `important` says in Chinese
    why its e-mail cannot be switched off; empty means it can. `to_groups` kinds may be repeated by a group's robot;
    what concerns one person or unit alone must not be. `for_staff` kinds reach the secretariat alone;
    a `group_only` kind is nothing but a text to copy into the group, a `readers_only` kind a mail to addresses without
    an account. `button`: what the mail's link is for.
    """

    name: str
    label: str
    group: str
    title: str
    body: str = ""
    group_text: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    mail: bool = True
    important: str = ""
    to_groups: bool = False
    for_staff: bool = False
    group_only: bool = False
    readers_only: bool = False
    button: str = "查看并办理"

    def placeholders(self, part: str) -> tuple[str, ...]:
        """The names that the text `part` (title, body, group_text) may hold."""
        return (*self.variables, LINK) if part == "group_text" else tuple(self.variables)


_kinds: dict[str, NoticeKind] = {}


def register(*kinds: NoticeKind) -> None:
    """Make kinds known. Again is harmless; a text with an unknown placeholder is a ValueError."""
    for kind in kinds:
        for part in ("title", "body", "group_text"):
            if problem := wording.problem_with(getattr(kind, part), kind.placeholders(part)):
                raise ValueError(f"{kind.name}: {problem}")
        _kinds[kind.name] = kind


def all_kinds() -> list[NoticeKind]:
    """In the order of registration, i.e. of the floors; what belongs to no business of the alliance comes last."""
    return sorted(_kinds.values(), key=lambda kind: (kind.group == SYSTEM, kind.name == GENERAL))


def kinds_for(user) -> list[NoticeKind]:
    """The kinds that can reach this person."""
    told = (kind for kind in all_kinds() if not (kind.group_only or kind.readers_only))
    return [kind for kind in told if user.is_staff or not kind.for_staff]


def choices() -> list[tuple[str, str]]:
    """For a model's field: the kinds are known once all apps are ready."""
    return [(kind.name, kind.label) for kind in all_kinds()]


def find(name: str) -> NoticeKind | None:
    return _kinds.get(name)


def get(name: str) -> NoticeKind:
    """Raises KeyError for a kind that no app has registered."""
    if name not in _kinds:
        raise KeyError(f"no notice kind {name!r}; known: {', '.join(sorted(_kinds))}")
    return _kinds[name]


def label_of(name: str) -> str:
    kind = _kinds.get(name) or _kinds.get(GENERAL)
    return kind.label if kind else name


register(
    NoticeKind(
        GENERAL,
        "其他通知",
        SYSTEM,
        title="{标题}",
        body="{正文}",
        variables={"标题": "关于更新通讯录的通知", "正文": "请核对本单位联系人的电话和邮箱。"},
    ),
    NoticeKind(
        "document.ready",
        "文件已生成",
        SYSTEM,
        title="{文件}已生成",
        body="{说明}。",
        variables={"文件": "2015年工作简报.pdf", "说明": "共 36 页，1.5 MB"},
    ),
    NoticeKind(
        "behalf.recorded",
        "秘书处代录",
        SYSTEM,
        title="秘书处已为您代录：{事项}",
        body="{日期}以“{方式}”方式收到，由{经办}录入。如与本单位的意思不符，请联系秘书处更正。",
        variables={
            "事项": "提交项目建议“钒渣清洁提取”",
            "经办": "李老师",
            "日期": "2015年6月1日",
            "方式": "微信",
        },
        important="代录的是您本人或本单位的意见，须让您知道。",
    ),
    NoticeKind(
        "reminder.due",
        "到期提醒",
        SYSTEM,
        title="{事项}（{剩余}）",
        body="截止时间：{截止时间}。\n{说明}",
        variables={
            "事项": "填报项目建议：第三批攻关项目征集",
            "剩余": "还有 7 天",
            "截止时间": "2015年6月30日 23:59",
            "说明": "本单位尚未填报",
        },
    ),
)
