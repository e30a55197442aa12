"""What people are told about articles, in words that staff may change; and the texts for their group."""

from alliance.notices.group_texts import GroupText
from alliance.notices.kinds import NoticeKind
from bulletins.enums import ArticleState
from bulletins.models import Article

KINDS = (
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


def group_text_of_article(article: Article) -> GroupText:
    warning = "" if article.state == ArticleState.PUBLISHED else "稿件尚未发布，群成员现在打不开这个页面。"
    if article.is_example:
        warning = "这是示例稿件，只有登录的联盟成员能打开。"
    values = {"标题": article.headline, "摘要": article.lead}
    return GroupText("article.published", values, article.get_absolute_url(), warning)
