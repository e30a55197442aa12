"""The admin's menu: the secretariat's tasks, each with what waits there. Fills the sidebar (alliance/admin_look.py)."""

from collections.abc import Iterator

from django.contrib import admin
from django.db.models import Count, QuerySet, Subquery, Value
from django.urls import NoReverseMatch, reverse

from alliance.core.admin_site import SYSTEM
from alliance.core.models import User
from alliance.printing.enums import DocumentState
from alliance.printing.models import RenderedDocument
from bulletins.models import Article
from meetings.enums import MinutesState
from meetings.models import EventRegistration, Minutes, Resolution
from members.enums import IN_HAND, ChangeState
from members.models import (
    AgreementSignature,
    AllianceProfile,
    Matter,
    MembershipApplication,
    UnitChangeRequest,
)
from projects.models import Nomination, Proposal

OTHER = "其他"
# Task, symbol, models in the order of their use. A model named nowhere comes under its admin's own heading.
TASKS = (
    ("成员与人员", "groups", ("members.Unit", "members.UnitChangeRequest", "members.Person", "members.PersonImport",
                            "members.Occupancy",
                            "members.Office", "members.Seat", "members.Term", "members.TermChange",
                            "members.UnitConfirmation", "members.MembershipApplication",
                            "members.Admission", "members.Departure", "members.Organisation",
                            "members.MembershipCount", "members.AllianceProfile", "members.Invitation")),
    ("协议、会费与基金", "account_balance", ("members.Agreement", "members.AgreementSignature", "members.HostingParty",
                                  "members.DuesRound", "members.DuesNotice", "members.Fund", "members.FundEntry",
                                  "members.FundStatement")),
    ("文件与意见", "folder_open", ("members.Matter", "members.LibraryDocument", "members.SharedMaterial")),
    ("会议与纪要", "event_note", ("meetings.Meeting", "meetings.Minutes", "meetings.MinutesComment", "meetings.MinutesVersion",
                               "meetings.Resolution", "meetings.ActionItem",
                               "meetings.Attendance", "meetings.MeetingNotice", "meetings.Reply", "meetings.HostingTurn",
                               "meetings.WorkPlan", "meetings.AgendaPaper")),
    ("表决与名册", "how_to_vote", ("meetings.Ballot", "meetings.VotingRule", "meetings.RollEntry",
                             "meetings.MeetingRule", "meetings.OpenVote", "meetings.SecretVote")),
    ("学术交流", "forum", ("meetings.Event", "meetings.EventRegistration", "meetings.EventSeries", "meetings.Certificate")),
    ("项目征集", "assignment", ("projects.Solicitation", "projects.Proposal")),
    ("专利技术库", "lightbulb", ("projects.Nomination", "projects.Patent")),
    ("稿件与简报", "newspaper", ("bulletins.Article", "bulletins.CallForContributions", "bulletins.Bulletin",
                               "bulletins.Subscription", "bulletins.ActivityRating")),
    ("通知", "campaign", ("notices.NoticeTemplate", "notices.Delivery", "notices.RobotChannel", "notices.ShortLink",
                        "notices.Notice", "notices.NoticePreference")),
    ("代录记录", "history_edu", ("core.BehalfRecord",)),
)  # fmt: skip

# Shown while the alliance collects dues; asked along with the counts.
SWITCHED = ("members.DuesRound", "members.DuesNotice")


def menu(request) -> list[dict]:
    """Unfold's navigation for this person: groups of items they may open, with counts of what waits."""
    allowed = {
        model._meta.label: each for model, each in admin.site._registry.items() if _shown(each, request)
    }
    waiting = counts(allowed, request.user)
    for label in SWITCHED:
        if label in allowed and not waiting.pop(label, 0):
            allowed.pop(label)
    groups = [{"title": "", "items": list(_today())}]
    for title, icon, labels in TASKS:
        named = [allowed.pop(label) for label in labels if label in allowed]
        groups.append(_group(title, icon, named, waiting))
    for title, rest in _unnamed(allowed).items():
        groups.append(_group(title, "settings" if title == SYSTEM else "folder", rest, waiting))
    return [group for group in groups if group["items"]]


def account_links(request) -> list[dict]:
    """Below the person's name; pages that are not there (yet) are left out."""
    wanted = (
        ("我的工作台", "portal:desk"),
        ("修改密码", "account_change_password"),
        ("登录安全", "mfa_index"),
    )
    return [{"title": title, "link": link} for title, name in wanted if (link := _address(name))]


def counts(labels, user) -> dict[str, int]:
    """`model label → rows that wait for the secretariat`, in one query whatever the number of kinds."""
    asked = {label: rows for label, rows in _waiting().items() if label in labels}
    if not asked:
        return {}
    columns = {f"waiting_{number}": _counted(rows) for number, rows in enumerate(asked.values())}
    row = User.objects.filter(pk=user.pk).values_list(*columns.values()).first()
    return dict(zip(asked, (number or 0 for number in row), strict=True)) if row else {}


def _waiting() -> dict[str, QuerySet]:
    return {
        "members.UnitChangeRequest": UnitChangeRequest.objects.filter(state=ChangeState.SUBMITTED),
        "members.MembershipApplication": MembershipApplication.objects.filter(state__in=IN_HAND),
        **dict.fromkeys(SWITCHED, AllianceProfile.objects.filter(collects_dues=True)),
        "members.AgreementSignature": AgreementSignature.objects.waiting(),
        "members.Matter": Matter.objects.waiting(),
        "projects.Proposal": Proposal.objects.waiting(),
        "projects.Nomination": Nomination.objects.waiting(),
        "meetings.Resolution": Resolution.objects.waiting(),
        "meetings.Minutes": Minutes.objects.filter(state=MinutesState.DRAFT),
        "meetings.EventRegistration": EventRegistration.objects.waiting(),
        "bulletins.Article": Article.objects.waiting(),
        "printing.RenderedDocument": RenderedDocument.objects.filter(state=DocumentState.FAILED),
    }


def _counted(rows: QuerySet) -> Subquery:
    """The number of rows as a column: grouped by a constant; no row at all gives NULL."""
    return Subquery(rows.order_by().values(alike=Value(1)).annotate(number=Count("pk")).values("number"))


def _shown(model_admin, request) -> bool:
    return model_admin.has_module_permission(request) and model_admin.has_view_permission(request)


def _today() -> Iterator[dict]:
    yield {"title": "今日待办", "icon": "checklist", "link": reverse("admin:index")}
    if link := _address("admin:behalf"):
        yield {"title": "代录", "icon": "edit_note", "link": link}


def _unnamed(allowed: dict) -> dict[str, list]:
    groups: dict[str, list] = {}
    for model_admin in allowed.values():
        groups.setdefault(getattr(model_admin, "index_group", None) or OTHER, []).append(model_admin)
    return dict(sorted(groups.items(), key=lambda group: group[0] == SYSTEM))


def _group(title: str, icon: str, model_admins: list, waiting: dict[str, int]) -> dict:
    items = [_item(model_admin.opts, waiting) for model_admin in model_admins]
    total = sum(item["badge"] for item in items)
    return {"title": title, "icon": icon, "items": items, "badge": total}


def _item(opts, waiting: dict[str, int]) -> dict:
    link = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    return {"title": str(opts.verbose_name), "link": link, "badge": waiting.get(opts.label, 0)}


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
