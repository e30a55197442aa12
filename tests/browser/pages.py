"""THE TABLE OF PAGES: every page of the portal, in a role that sees it, on the data of the demo.

A row: the URL's name, the role, and `of`, which gives the arguments of each address to open (one empty set where
the URL takes none). A URL that answers with something else than a page stands in NO_PAGE with the reason. A URL in
neither fails. Pages of the admin are added from its registry: list, new, change, history and delete of each model.
"""

from collections.abc import Callable, Iterable
from fnmatch import fnmatchcase

from django.contrib import admin
from django.test import RequestFactory
from django.utils import timezone

from alliance.core.behalf_acts import recordable_acts
from alliance.core.models import User
from alliance.core.transitions import run_transition
from alliance.notices.models import Notice, NoticeTemplate, RobotChannel
from alliance.notices.preferences import unsubscribe_token
from bulletins.enums import OPEN_TO_EDITS
from bulletins.models import Article, Bulletin, BulletinEntry
from bulletins.services.issuing import correct_bulletin
from meetings.invitations import answerable_by, invitations_to
from meetings.member_links import hosting_path, reply_path
from meetings.models import Event, HostingTurn, Meeting
from meetings.rules import people_who_speak_for
from members.models import Person, Unit
from members.services.invitations import invite_person
from projects.models import Nomination, Proposal, Solicitation
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
from tests.meetings.rows import all as of_meetings
from tests.members.rows import all as of_members

# The chair unit with its offices, the one admitted in 2015, one with a people list and no more, one with nothing.
UNITS = ("攀钢集团公司", "国家纳米科学中心", "河南科技大学", "山东东佳集团")


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


def of_unit(name: str, queryset) -> Callable[[], Iterable[dict]]:
    """The first object of a 示例 unit, by the unit's name."""
    return first(queryset.filter(unit__name=name))


def unsubscribe_links() -> list[dict]:
    """Of a kind that can be switched off, and of one that cannot."""
    user = User.objects.get(email=LOGINS["liaison"])
    return [{"token": unsubscribe_token(user.pk, kind)} for kind in ("projects.decided", "projects.returned")]


def group_texts() -> list[dict]:
    """One object of each model that the group is told about."""
    models = (Meeting, Solicitation, Article, Bulletin)
    found = [model.objects.order_by("pk").first() for model in models]
    return [{"app": one._meta.app_label, "model": one._meta.model_name, "pk": one.pk} for one in found if one]


def invitation_links() -> list[dict]:
    """Of somebody whose address the secretariat knows, and of somebody who fills it in."""
    people = Person.objects.filter(user=None).order_by("pk")[:2]
    made = [
        invite_person(actor=None, person=person, email=email)
        for person, email in zip(people, ("invited@demo.invalid", ""), strict=True)
    ]
    return [{"token": link.rstrip("/").rpartition("/")[2]} for _, link in made]


EXAMPLE_MEETING = Meeting.objects.filter(is_example=True, state="convened")
EXAMPLE_TURN = HostingTurn.objects.filter(unit__is_example=True)


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


def own_invitations() -> list[dict]:
    """Of the 示例 liaison's unit: one that is answered, and the others that are not."""
    user = User.objects.get(email=LOGINS["liaison"])
    asked = answerable_by(user, EXAMPLE_MEETING.all())
    return [{"pk": one.meeting.pk, "person": one.person.pk} for one in asked]


def example_meeting_in_admin() -> list[dict]:
    return [{"object_id": meeting.pk} for meeting in EXAMPLE_MEETING.all()]


def reply_links() -> list[dict]:
    asked = [one for meeting in EXAMPLE_MEETING.all() for one in invitations_to(meeting)]
    return [_token_in(reply_path(one)) for one in asked if one.unit.name == "示例企业"]


def hosting_links() -> list[dict]:
    turn = EXAMPLE_TURN.order_by("pk").first()
    return [_token_in(hosting_path(turn, person)) for person in people_who_speak_for(turn.unit)[:1]]


def _token_in(path: str) -> dict:
    return {"token": path.rstrip("/").rpartition("/")[2]}


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


PUBLIC = [
    Page("portal:home", "visitor"),
    Page("members:units", "visitor"),
    Page("members:units", "visitor", query="?q=zhongnan&kind=university"),
    Page("members:units", "visitor", query="?q=xyzzy"),
    Page("members:unit", "visitor", each(Unit.objects.filter(name__in=UNITS))),
    Page("meetings:meetings", "visitor"),
    Page("meetings:meeting", "visitor", each(Meeting.objects.real())),
    Page("meetings:events", "visitor"),
    Page("meetings:event", "visitor", each(Event.objects.real())),
    Page("projects:solicitations", "visitor"),
    Page("projects:solicitation", "visitor", each(Solicitation.objects.real().published())),
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
]
ACCOUNTS = [
    Page("account_login", "visitor"),
    Page("account_signup", "visitor"),
    Page("account_inactive", "visitor"),
    Page("account_reset_password", "visitor"),
    Page("account_reset_password_done", "visitor"),
    Page("account_reset_password_from_key", "visitor", lambda: [{"uidb36": "1", "key": "wrong"}]),
    Page("account_reset_password_from_key_done", "visitor"),
    Page("account_logout", "liaison"),
    Page("account_reauthenticate", "liaison"),
    Page("account_change_password", "liaison"),
    Page("account_home", "liaison"),
    Page("account_home", "staff"),
    Page("account_welcome", "liaison"),
    Page("mfa_index", "liaison"),
    Page("mfa_list_webauthn", "liaison"),
    Page("invitations:accept", "visitor", invitation_links),
    Page("invitations:accept", "liaison", invitation_links),
    Page("admin:members_person_invite", "staff", query="?ids=1,2,3"),
    Page("admin:members_person_invited", "staff", query="?ids=1,2"),
    Page("admin:core_user_reset_factors", "administrator", first(User.objects)),
]
DESK = [
    Page("portal:desk", "liaison"),
    Page("portal:desk", "expert"),
    Page("portal:desk", "council"),
    Page("portal:desk", "staff"),
    Page("portal:styleguide", "staff"),
    Page("meetings:replies", "liaison", first(EXAMPLE_MEETING)),
    Page("meetings:reply", "liaison", own_invitations),
    Page("meetings:hosting", "liaison", first(EXAMPLE_TURN)),
    Page("meetings:reply_by_link", "visitor", reply_links),
    Page("meetings:hosting_by_link", "visitor", hosting_links),
    Page("admin:meetings_meeting_replies", "staff", example_meeting_in_admin),
    Page("admin:meetings_meeting_replies", "staff", example_meeting_in_admin, query="?answer=none"),
    Page("projects:solicitation", "liaison", first(Solicitation.objects.filter(is_example=True))),
    Page("projects:proposals", "liaison2"),
    Page("projects:proposal", "liaison2", of_unit("示例大学", Proposal.objects)),
    Page("projects:proposal_new", "liaison", first(Solicitation.objects.filter(is_example=True))),
    Page("projects:proposal_edit", "liaison2", of_unit("示例大学", Proposal.objects.filter(state="draft"))),
    Page("projects:nominations", "liaison2"),
    Page("projects:nomination", "liaison2", of_unit("示例大学", Nomination.objects)),
    Page("projects:nomination_new", "liaison"),
    Page("projects:reviews", "expert"),
    Page("projects:review", "expert", of_unit("示例大学", Nomination.objects)),
    Page("notices:inbox", "liaison"),
    Page("notices:inbox", "staff", query="?unread=1"),
    Page("notices:inbox", "council", query="?kind=general"),
    Page("notices:open", "liaison", first(Notice.objects.filter(recipient__email=LOGINS["liaison"]))),
    Page("notices:preferences", "liaison"),
    Page("notices:preferences", "staff"),
    Page("notices:unsubscribe", "visitor", unsubscribe_links),
    Page("notices:group_text", "staff", group_texts),
    Page("admin:bulletins_bulletin_change", "staff", lambda: [{"object_id": issue_under_way().pk}]),
    Page("admin:bulletins_bulletin_entry", "staff", entries_under_way),
    Page("admin:bulletins_bulletin_settings", "staff", workbench),
    Page("admin:bulletins_bulletin_proof", "staff", workbench),
    Page("admin:bulletins_bulletin_files", "staff", workbench),
    Page("admin:bulletins_bulletin_files", "staff", first(Bulletin.objects.issued())),
    Page("admin:notices_template_default", "administrator", first(NoticeTemplate.objects)),
    Page("admin:notices_robot_test", "administrator", first(RobotChannel.objects)),
]


LOOKED_AT = 6  # models of which the pages of the admin that are alike for all are looked at closely


def changed(model) -> Callable[[], Iterable[dict]]:
    """The first row of `model`; none where the demo has none."""
    return lambda: [
        {"object_id": str(pk)}
        for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)[:1]
    ]


def somebody_with_every_right():
    request = RequestFactory().get("/")
    request.user = User(is_active=True, is_staff=True, is_superuser=True)
    return request


def addable(model_admin) -> Callable[[], Iterable[dict]]:
    """Nothing where the admin offers a new record to nobody, not even to whoever may do everything."""
    return lambda: [{}] if model_admin.has_add_permission(somebody_with_every_right()) else []


def deletable(model_admin) -> Callable[[], Iterable[dict]]:
    """The first row that could be deleted, if there is one."""

    def rows() -> Iterable[dict]:
        request = somebody_with_every_right()
        found = model_admin.model._default_manager.order_by("pk")
        if not model_admin.has_delete_permission(request):
            return []
        return [
            {"object_id": str(row.pk)} for row in found if model_admin.has_delete_permission(request, row)
        ][:1]

    return rows


def movable(model_admin) -> Callable[[], Iterable[dict]]:
    """The first row that staff can move, with each of its moves."""

    def rows() -> Iterable[dict]:
        request = somebody_with_every_right()
        for row in model_admin.model._default_manager.order_by("pk"):
            if moves := model_admin.moves_for(request, row):
                return [{"object_id": str(row.pk), "move": move.name} for move in moves]
        return []

    return rows


def versions(model) -> Callable[[], Iterable[tuple]]:
    """The newest version of the first row."""

    def rows() -> Iterable[tuple]:
        newest = model.history.order_by("history_id").last()
        return [(getattr(newest, model._meta.pk.attname), newest.history_id)] if newest else []

    return rows


def admin_pages() -> list[Page]:
    """Start page; list, new, change, history and delete of every model; moves and versions where there are any."""
    pages = [
        Page("admin:index", "staff"),
        Page("admin:behalf", "staff"),
        Page("admin:behalf_act", "staff", recordable),
        Page("admin:auth_user_password_change", "administrator", login),
    ]
    for number, (model, model_admin) in enumerate(admin.site._registry.items()):
        stem, row = f"admin:{model._meta.app_label}_{model._meta.model_name}", changed(model)
        alike = number >= LOOKED_AT
        pages += [
            Page(f"{stem}_changelist", "administrator"),
            Page(f"{stem}_add", "administrator", addable(model_admin)),
            Page(f"{stem}_change", "administrator", row),
            Page(f"{stem}_history", "administrator", row, alike=alike),
            Page(f"{stem}_delete", "administrator", deletable(model_admin), alike=alike),
        ]
        if hasattr(model, "history"):
            pages.append(Page(f"{stem}_simple_history", "administrator", versions(model), alike=alike))
        if hasattr(model_admin, "export_view"):
            pages.append(Page(f"{stem}_export", "administrator", alike=alike))
        if getattr(model_admin, "import_allowed", False):
            pages.append(Page(f"{stem}_import", "administrator", alike=alike))
        if hasattr(model_admin, "moves_for"):
            pages.append(Page(f"{stem}_move", "administrator", movable(model_admin), alike=alike))
    return pages


def recordable() -> list[dict]:
    """Each act that staff may record for members, on the first thing it can be recorded on."""
    acts = [
        (act, next(iter(act.candidates()), None) if act.candidates else None) for act in recordable_acts.all()
    ]
    alone = [{"act": act.slug} for act, _ in acts if not act.needs_target]
    return alone + [{"act": act.slug, "target": target.obj.pk} for act, target in acts if target]


def login() -> list[dict]:
    return [{"id": str(User.objects.order_by("pk").values_list("pk", flat=True)[0])}]


# URL name or pattern → why it is no page.
NO_PAGE = {
    "core:healthz": "JSON for the machine",
    "core:readyz": "JSON for the machine",
    "core:draft": "JSON for the page's script",
    "core:file": "a file",
    "core:thumbnail": "a file",
    "account_end_session": "takes POST alone",
    "account_end_other_sessions": "takes POST alone",
    "account_mobile": "asks for the password first: opened by test_accounts",
    "account_set_password": "for an account without a password: opened by test_accounts",
    "mfa_*": "the second factor's own pages, after the password: opened by test_accounts",
    "projects:proposal_submit": "takes POST alone",
    "projects:proposal_withdraw": "takes POST alone",
    "projects:nomination_withdraw": "takes POST alone",
    "admin:meetings_meeting_end_links": "takes POST alone",
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
    "notices:read_all": "takes POST alone",
    "notices:short_link": "leads on to a page",
    "notices:qr": "a picture",
    "admin:notices_template_preview": "JSON for the preview while staff write",
    "printing:document": "opened by its own test, with a job under way",
    "printing:progress": "a part of a page",
    "printing:file": "a file",
    "admin:login": "leads to the portal's login page",
    "admin:logout": "takes POST alone",
    "admin:password_change": "leads to the portal's own page",
    "admin:password_change_done": "leads to the portal's own page",
    "admin:jsi18n": "a script",
    "admin:search": "a part of a page: what the command palette finds",
    "admin:autocomplete": "JSON for the boxes of the forms",
    "admin:app_list": "the start page has the menu",
    "admin:view_on_site": "leads elsewhere",
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
    "admin:/admin/*": "the admin's answer to whatever it does not know",
}


def pages() -> list[Page]:
    return [*PUBLIC, *ACCOUNTS, *DESK, *of_members.PAGES, *of_meetings.PAGES, *admin_pages()]


def is_no_page(name: str) -> bool:
    return any(
        fnmatchcase(name, pattern) for pattern in (*NO_PAGE, *of_members.NO_PAGE, *of_meetings.NO_PAGE)
    )
