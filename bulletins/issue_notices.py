"""What people are told when an issue is out: in the portal, by mail, in their group; a corrected one says so."""

from django.db import transaction

from alliance.core.models import User
from alliance.core.queue import wake
from alliance.core.registry import Moved
from alliance.notices.group_texts import GroupText
from alliance.notices.kinds import NoticeKind
from alliance.notices.services import notify
from alliance.notices.short_links import make_short_link
from bulletins.enums import BulletinState
from bulletins.issue_links import full_name
from bulletins.models import Bulletin

GROUP = "新闻与简报"
TITLES_TOLD = 12  # of the contents, in a mail
READ = "在线阅读"

KINDS = (
    NoticeKind(
        "bulletin.issued",
        "工作简报印发",
        GROUP,
        title="{简报}已印发",
        body="手机、电脑都可以直接阅读，也可以下载 PDF。\n\n{目录}",
        group_text="【钒钛联盟】{简报}已印发，手机上可直接翻阅，不用下载。\n{链接}",
        variables={"简报": "2015年工作简报", "目录": "本期目录：\n· 联盟召开理事会\n· 钒产业交流会"},
        to_groups=True,
        button=READ,
    ),
    NoticeKind(
        "bulletin.corrected",
        "工作简报更正版",
        GROUP,
        title="{简报}已印发",
        body="此前发出的版本请以更正版为准。\n更正内容：{更正说明}",
        group_text="【钒钛联盟】{简报}已印发，请以此版为准。\n更正内容：{更正说明}\n{链接}",
        variables={"简报": "2015年工作简报（更正版）", "更正说明": "第12页到会人数更正为26人。"},
        to_groups=True,
        button=READ,
    ),
    NoticeKind(
        "bulletin.subscription",
        "确认订阅",
        GROUP,
        title="请确认订阅工作简报",
        body="有人用这个邮箱申请订阅联盟的工作简报。是您本人的话，请在 {天数} 天内打开下面的网址，按“确认订阅”。\n"
        "不是您本人，不必理会：不确认就不会收到简报。",
        variables={"天数": "7"},
        readers_only=True,
        button="确认订阅",
    ),
)


def kind_of_issue(bulletin: Bulletin) -> str:
    return "bulletin.corrected" if bulletin.edition > 1 else "bulletin.issued"


def key_of_issue(bulletin: Bulletin) -> str:
    """An edition is issued once, so it is told of once, to everybody."""
    return f"bulletin-{bulletin.pk}-issued"


def words_about(bulletin: Bulletin) -> dict[str, str]:
    """The values for the texts of both kinds. Reads `frozen`."""
    return {
        "简报": full_name(bulletin),
        "目录": _contents(bulletin.frozen or {}),
        "更正说明": "\n".join(line.strip() for line in bulletin.correction_note.splitlines() if line.strip()),
    }


def _contents(snapshot: dict) -> str:
    titles = [entry["toc_title"] for section in snapshot.get("sections", []) for entry in section["entries"]]
    if not titles:
        return ""
    more = len(titles) - TITLES_TOLD
    lines = [f"· {title}" for title in titles[:TITLES_TOLD]] + (
        [f"……共 {len(titles)} 篇"] if more > 0 else []
    )
    return "\n".join(["本期目录：", *lines])


def tell_of_bulletin(moved: Moved) -> None:
    """Everybody with a login now; the subscribers in batches, by a worker, after the commit."""
    # Not at the top: the task's services take their words from here.
    from bulletins.tasks import tell_subscribers

    if moved.name != "issue":
        return
    bulletin = moved.obj
    make_short_link(actor=moved.actor, target=bulletin.get_absolute_url())
    notify(
        recipients=User.objects.filter(is_active=True),
        key=key_of_issue(bulletin),
        kind=kind_of_issue(bulletin),
        values=words_about(bulletin),
        url=bulletin.get_absolute_url(),
    )
    transaction.on_commit(lambda: wake(tell_subscribers))


def group_text_of_bulletin(bulletin: Bulletin) -> GroupText:
    warnings = {
        BulletinState.ISSUED: "",
        BulletinState.WITHDRAWN: "简报已撤下，群成员打开只会看到撤下的说明。",
    }
    warning = warnings.get(bulletin.state, "简报尚未印发，群成员现在打不开这个页面。")
    return GroupText(kind_of_issue(bulletin), words_about(bulletin), bulletin.get_absolute_url(), warning)
