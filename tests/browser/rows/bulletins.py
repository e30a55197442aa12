"""Pages of articles, issues and subscriptions, and of the editors' workbench."""

from django.utils import timezone

from alliance.core.models import User
from alliance.core.transitions import run_transition
from bulletins.enums import OPEN_TO_EDITS
from bulletins.models import Article, Bulletin, BulletinEntry
from bulletins.services.issuing import correct_bulletin
from members.models import Unit
from projects.rules import liaison_units
from tests.browser.page import LOGINS, Page, each, first
from tests.bulletins.word_documents import imported_article
from tests.factories import (
    ArticleFactory,
    ArticlePictureFactory,
    CallFactory,
    SubscriptionFactory,
    finished_document,
)


def years() -> list[dict]:
    return [{"year": each.year} for each in Bulletin.objects.issued().filter(number=0).current()]


def periodics() -> list[dict]:
    issued = Bulletin.objects.issued().exclude(number=0).current()
    return [{"year": each.year, "number": each.number} for each in issued]


def editions() -> list[dict]:
    return [{**year, "edition": 1} for year in years()]


def issue_files() -> list[dict]:
    """The permanent page of a file, made on the spot: the demo's own are made by its worker."""
    issue = Bulletin.objects.issued().filter(number=0).current().first()
    return [{"sha256": finished_document(issue).sha256}] if issue else []


def imported_articles() -> list[dict]:
    """With something that stayed behind, and without."""
    user = User.objects.get(email=LOGINS["liaison"])
    unit = Unit.objects.get(pk=min(liaison_units(user)))
    notes = [
        "批注没有导入：“请核对人数”",
        "图表 1 个没有导入。请在 Word 中把图表另存为图片，再在编辑页添加。",
    ]
    made = [imported_article(unit=unit, created_by=user, notes=each) for each in (notes, [])]
    return [{"pk": article.pk} for article in made]


def subscription_links() -> list[dict]:
    """Asked for, confirmed and ended."""
    now = timezone.now()
    states = ({"confirmed_at": None}, {}, {"ended_at": now})
    return [{"code": SubscriptionFactory(**state, asked_at=now).code} for state in states]


def own_article(state: str = "draft", **fields) -> list[dict]:
    """An article of the 示例 liaison's unit, with a picture and a table."""
    unit = Unit.objects.get(name="示例企业")
    body = "<h2>进展</h2><p>产品VO<sub>2</sub>达到预期。</p><table><tbody><tr><th>项目</th><td>1</td></tr></tbody></table>"
    article = ArticleFactory(unit=unit, is_example=True, state=state, body=body, **fields)
    ArticlePictureFactory(article=article)
    return [{"pk": article.pk}]


def returned_article() -> list[dict]:
    made = own_article("submitted")
    run_transition(
        actor=None, obj=Article.objects.get(**made[0]), name="send_back", reason="请补充数据来源。"
    )
    return made


def running_call() -> list[dict]:
    call = CallFactory(is_example=True, title="年度工作简报征稿", text="每单位至少一篇，附照片。")
    own_article("submitted", call=call)
    return [{"pk": call.pk}]


def issue_under_way() -> Bulletin:
    """An issue that is open to edits; a corrected edition of the demo's where there is no other."""
    found = Bulletin.objects.filter(state__in=OPEN_TO_EDITS).order_by("pk").first()
    return found or correct_bulletin(
        actor=None, bulletin=Bulletin.objects.issued().get(), note="更正一处数字。"
    )


def workbench() -> list[dict]:
    return [{"pk": issue_under_way().pk}]


def entries_under_way() -> list[dict]:
    """One entry of each kind in the issue that is open to edits."""
    bulletin = issue_under_way()
    entries = BulletinEntry.objects.filter(section__bulletin=bulletin).order_by("pk")
    first_of = {kind: pk for pk, kind in reversed(entries.values_list("pk", "kind"))}
    return [{"pk": bulletin.pk, "entry": pk} for pk in first_of.values()]


PAGES = [
    Page("bulletins:articles", "visitor"),
    Page("bulletins:articles", "visitor", query="?category=research"),
    Page("bulletins:article", "visitor", each(Article.objects.real().published())),
    Page("bulletins:desk-articles", "liaison"),
    Page("bulletins:desk-articles", "staff"),
    Page("bulletins:article-new", "liaison"),
    Page("bulletins:article-edit", "liaison", returned_article),
    Page("bulletins:article-own", "liaison", returned_article),
    Page("bulletins:article-preview", "liaison", own_article),
    Page("bulletins:call", "liaison", running_call),
    Page("bulletins:call", "staff", running_call),
    Page("admin:bulletins_callforcontributions_units", "staff", running_call),
    Page("bulletins:article-word", "liaison"),
    Page("bulletins:article-word-result", "liaison", imported_articles),
    Page("bulletins:bulletins", "visitor"),
    Page("bulletins:bulletin", "visitor", years),
    Page("bulletins:edition", "visitor", editions),
    Page("bulletins:periodic", "visitor", periodics),
    Page("bulletins:file", "visitor", issue_files),
    Page("bulletins:subscribe", "visitor"),
    Page("bulletins:subscribe_asked", "visitor"),
    Page("bulletins:subscribe_confirm", "visitor", subscription_links),
    Page("bulletins:subscribe_end", "visitor", subscription_links),
    Page("admin:bulletins_bulletin_change", "staff", lambda: [{"object_id": issue_under_way().pk}]),
    Page("admin:bulletins_bulletin_entry", "staff", entries_under_way),
    Page("admin:bulletins_bulletin_settings", "staff", workbench),
    Page("admin:bulletins_bulletin_proof", "staff", workbench),
    Page("admin:bulletins_bulletin_files", "staff", workbench),
    Page("admin:bulletins_bulletin_files", "staff", first(Bulletin.objects.issued())),
]

# URL name or pattern → why it is no page.
NO_PAGE = {
    "bulletins:article-docx": "a file",
    "bulletins:article-paper": "the printed page, shown in the frame of the preview",
    "bulletins:article-picture": "JSON for the page's script",
    "bulletins:article-submit": "takes POST alone",
    "bulletins:article-withdraw": "takes POST alone",
    "bulletins:feed": "XML for feed readers",
    "bulletins:atom": "XML for feed readers",
    "admin:bulletins_callforcontributions_units_export": "a file",
    "bulletins:pdf": "a file",
    "bulletins:page": "a picture",
    "bulletins:variant": "a file",
    "bulletins:periodic_pdf": "a file",
    "bulletins:periodic_variant": "a file",
    "bulletins:periodic_page": "a picture",
    "bulletins:periodic_edition": "the page of the yearly issue's editions",
    "bulletins:file_download": "a file",
    "admin:bulletins_bulletin_compile": "takes POST alone",
    "admin:bulletins_bulletin_periodic": "takes POST alone",
    "admin:bulletins_bulletin_print": "takes POST alone",
    "admin:bulletins_bulletin_correct": "takes POST alone",
    "admin:bulletins_bulletin_arrange": "takes POST alone",
    "admin:bulletins_bulletin_fill": "takes POST alone",
    "admin:bulletins_bulletin_section": "takes POST alone",
    "admin:bulletins_bulletin_section_step": "takes POST alone",
    "admin:bulletins_bulletin_add_text": "takes POST alone",
    "admin:bulletins_bulletin_entry_step": "takes POST alone",
    "admin:bulletins_bulletin_drop": "takes POST alone",
    "admin:bulletins_bulletin_restore": "takes POST alone",
    "admin:bulletins_bulletin_comment": "takes POST alone",
    "admin:bulletins_bulletin_comment_done": "takes POST alone",
    "admin:bulletins_bulletin_take_over": "takes POST alone",
    "admin:bulletins_bulletin_keep_own": "takes POST alone",
    "admin:bulletins_bulletin_waive": "takes POST alone",
    "admin:bulletins_bulletin_unwaive": "takes POST alone",
    "admin:bulletins_bulletin_preview": "the printed pages, shown inside the workbench",
    "admin:bulletins_bulletin_entry_preview": "the printed page of one entry, shown inside the workbench",
}
