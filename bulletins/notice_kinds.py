"""What people are told about articles and bulletins, in words that staff may change; and the texts for their group."""

from alliance.core.models import User
from alliance.core.registry import Moved
from alliance.notices.group_texts import GroupText
from alliance.notices.kinds import NoticeKind
from alliance.notices.services import notify
from bulletins.enums import ArticleState, BulletinState
from bulletins.models import Article, Bulletin

KINDS = (
    NoticeKind(
        "bulletin.issued",
        "工作简报印发",
        "新闻与简报",
        title="{简报}已印发",
        body="可以在门户在线阅读，也可以下载 PDF。",
        group_text="【钒钛联盟】{简报}已印发，手机上可直接翻阅，不用下载。\n{链接}",
        variables={"简报": "2015年工作简报"},
        to_groups=True,
    ),
    NoticeKind(
        "article.published",
        "稿件发布",
        "新闻与简报",
        title="{标题}",
        body="{摘要}",
        group_text="【钒钛联盟】{标题}\n{摘要}\n{链接}",
        variables={"标题": "联盟召开理事会", "摘要": "会议听取了年度工作报告。"},
        mail=False,
        to_groups=True,
    ),
)


def tell_of_bulletin(moved: Moved) -> None:
    """The readers: everybody with a login."""
    if moved.name != "issue":
        return
    bulletin = moved.obj
    notify(
        recipients=User.objects.filter(is_active=True),
        key=f"bulletin-{bulletin.pk}-issue-{bulletin.version}",
        kind="bulletin.issued",
        values={"简报": bulletin},
        url=bulletin.get_absolute_url(),
    )


def group_text_of_bulletin(bulletin: Bulletin) -> GroupText:
    warning = "" if bulletin.state == BulletinState.ISSUED else "简报尚未印发，群成员现在打不开这个页面。"
    return GroupText("bulletin.issued", {"简报": bulletin}, bulletin.get_absolute_url(), warning)


def group_text_of_article(article: Article) -> GroupText:
    warning = "" if article.state == ArticleState.PUBLISHED else "稿件尚未发布，群成员现在打不开这个页面。"
    if article.is_example:
        warning = "这是示例稿件，只有登录的联盟成员能打开。"
    values = {"标题": article.headline, "摘要": article.lead}
    return GroupText("article.published", values, article.get_absolute_url(), warning)
