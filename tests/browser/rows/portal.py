"""Pages of the ground floor: the first page, desks, directory, meetings, projects, notices."""

from collections.abc import Callable, Iterable

from alliance.core.models import User
from alliance.notices.models import Notice, NoticeTemplate, RobotChannel
from alliance.notices.preferences import unsubscribe_token
from bulletins.models import Article, Bulletin
from meetings.invitations import answerable_by, invitations_to
from meetings.member_links import hosting_path, reply_path
from meetings.models import Event, HostingTurn, Meeting
from meetings.rules import people_who_speak_for
from members.models import Unit
from projects.models import Nomination, Proposal, Solicitation
from tests.browser.page import LOGINS, Page, each, first

# The chair unit with its offices, the one admitted in 2015, one with a people list and no more, one with nothing.
UNITS = ("攀钢集团公司", "国家纳米科学中心", "河南科技大学", "山东东佳集团")
EXAMPLE_MEETING = Meeting.objects.filter(is_example=True, state="convened")
EXAMPLE_TURN = HostingTurn.objects.filter(unit__is_example=True)


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


PAGES = [
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
    Page("admin:notices_template_default", "administrator", first(NoticeTemplate.objects)),
    Page("admin:notices_robot_test", "administrator", first(RobotChannel.objects)),
]

# URL name or pattern → why it is no page.
NO_PAGE = {
    "core:healthz": "JSON for the machine",
    "core:readyz": "JSON for the machine",
    "core:draft": "JSON for the page's script",
    "core:file": "a file",
    "core:thumbnail": "a file",
    "projects:proposal_submit": "takes POST alone",
    "projects:proposal_withdraw": "takes POST alone",
    "projects:nomination_withdraw": "takes POST alone",
    "admin:meetings_meeting_end_links": "takes POST alone",
    "notices:read_all": "takes POST alone",
    "notices:short_link": "leads on to a page",
    "notices:qr": "a picture",
    "admin:notices_template_preview": "JSON for the preview while staff write",
    "printing:document": "opened by its own test, with a job under way",
    "printing:progress": "a part of a page",
    "printing:file": "a file",
}
