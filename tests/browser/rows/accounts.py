"""Pages of logging in, of one's own account and of invitations."""

from alliance.core.models import User
from members.models import Person
from members.services.invitations import invite_person
from tests.browser.page import Page, first


def invitation_links() -> list[dict]:
    """Of somebody whose address the secretariat knows, and of somebody who fills it in."""
    people = Person.objects.filter(user=None).order_by("pk")[:2]
    made = [
        invite_person(actor=None, person=person, email=email)
        for person, email in zip(people, ("invited@demo.invalid", ""), strict=True)
    ]
    return [{"token": link.rstrip("/").rpartition("/")[2]} for _, link in made]


PAGES = [
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

# URL name or pattern → why it is no page.
NO_PAGE = {
    "account_end_session": "takes POST alone",
    "account_end_other_sessions": "takes POST alone",
    "account_mobile": "asks for the password first: opened by test_accounts",
    "account_set_password": "for an account without a password: opened by test_accounts",
    "mfa_*": "the second factor's own pages, after the password: opened by test_accounts",
}
