"""Whom a move of an article or a call concerns, and what they are told. The words stand in `notice_kinds.py`.

The listeners run inside the move's transaction (registered in `apps.py`).
"""

from django.db.models import Model
from django.urls import reverse

from alliance.core.dates import moment_words
from alliance.core.models import User
from alliance.core.registry import Moved
from alliance.notices.group_texts import GroupText
from alliance.notices.services import notify
from bulletins.enums import ArticleState, CallState
from bulletins.models import Article, CallForContributions
from members.behalf import liaisons_of
from members.enums import Body
from members.models import Occupancy

RESULTS = {"accept": "已采用", "publish": "已发布", "unpublish": "已撤下"}


# ---------------------------------------------------------------- articles
def tell_of_article(moved: Moved) -> None:
    article = moved.obj
    if moved.name == "submit":
        notify(
            recipients=[one for one in User.objects.secretariat() if one != moved.actor],
            key=_key(article, "submit"),
            kind="article.submitted",
            values={
                "标题": article.headline,
                "单位": article.unit or "秘书处",
                "栏目": article.get_category_display(),
            },
            url=reverse("admin:bulletins_article_change", args=[article.pk]),
        )
    elif moved.name == "send_back":
        _tell_authors(moved, "article.returned", {"理由": moved.reason})
    elif moved.name in RESULTS:
        _tell_authors(moved, "article.decided", {"结果": RESULTS[moved.name], "理由": moved.reason})
    if moved.name == "publish" and not article.is_example:
        _tell_groups(article)


def _tell_authors(moved: Moved, kind: str, more: dict) -> None:
    """The unit's liaisons of today; for an article of no unit whoever wrote it."""
    article = moved.obj
    authors = liaisons_of(article.unit) if article.unit else [article.created_by]
    notify(
        recipients=[one for one in authors if one and one != moved.actor],
        key=_key(article, moved.name),
        kind=kind,
        values={"标题": article.headline, **more},
        url=reverse("bulletins:article-own", args=[article.pk]),
    )


def _tell_groups(article: Article) -> None:
    """Robots that repeat this kind, once for an article however often it is published."""
    notify(
        recipients=[],
        key=f"article-{article.pk}-published",
        kind="article.published",
        values=_values(article),
        url=article.get_absolute_url(),
    )


def _values(article: Article) -> dict:
    return {"标题": article.headline, "摘要": article.lead}


def group_text_of_article(article: Article) -> GroupText:
    warning = "" if article.state == ArticleState.PUBLISHED else "稿件尚未发布，群成员现在打不开这个页面。"
    if article.is_example:
        warning = "这是示例稿件，只有登录的联盟成员能打开。"
    return GroupText("article.published", _values(article), article.get_absolute_url(), warning)


# ---------------------------------------------------------------- calls
def tell_of_call(moved: Moved) -> None:
    """The liaisons of all units; those of 示例 units alone when the call is an example."""
    call = moved.obj
    if moved.name != "open":
        return
    seats = Occupancy.objects.in_body(Body.LIAISON_MEETING).current()
    notify(
        recipients=seats.filter(seat__unit__is_example=call.is_example).logins(),
        key=_key(call, "open"),
        kind="call.opened",
        values=_values_of_call(call),
        url=call.get_absolute_url(),
    )


def group_text_of_call(call: CallForContributions) -> GroupText:
    warning = "" if call.state == CallState.OPEN else "现在不在征稿，群成员看到的页面上不能投稿。"
    return GroupText("call.opened", _values_of_call(call), call.get_absolute_url(), warning)


def _values_of_call(call: CallForContributions) -> dict:
    return {"征稿": call, "截止时间": moment_words(call.deadline)}


def _key(obj: Model, act: str) -> str:
    """Once per act: an article sent in again after correction has another version."""
    return f"{obj._meta.model_name}-{obj.pk}-{act}-{obj.version}"
