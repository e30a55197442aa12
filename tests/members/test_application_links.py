"""The applicant's link: mailed, in no column of the database, renewed, extended, limited."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from alliance.core.errors import DomainError
from alliance.notices.models import Delivery
from alliance.notices.tasks import deliver
from members.models import MembershipApplication
from members.services import application_links as links
from members.services import applications
from members.tasks import sweep
from tests.members import make_admission as ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("redis_url")]


def start(email="apply@example.com", token=None):
    return links.start_application(email=email, token=token or uuid.uuid4())


def test_link_is_in_the_mail_and_nowhere_in_the_database(mailoutbox):
    application = start(email=" Apply@Example.com ")
    path = links.path_of(application)

    (delivery,) = Delivery.objects.all()
    deliver(delivery.pk)

    token = path.strip("/").rpartition("/")[2]
    assert (application.email, mailoutbox[0].to) == ("apply@example.com", ["apply@example.com"])
    assert f"http://localhost{path}" in mailoutbox[0].body
    assert "不能退订" in mailoutbox[0].body
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
            for column in columns:
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" WHERE CAST("{column}" AS text) LIKE %s', [f"%{token}%"]
                )
                assert cursor.fetchone()[0] == 0, f"{table}.{column}"


def test_form_sent_twice_begins_one_application():
    token = uuid.uuid4()

    assert start(token=token) == start(token=token)
    assert Delivery.objects.count() == 1


def test_nobody_fills_a_mailbox_from_here():
    for _ in range(3):
        start()

    with pytest.raises(DomainError) as refused:
        start()
    assert refused.value.field == "email"
    assert start(email="other@example.com").pk


def test_new_link_goes_to_the_same_address_and_kills_the_old_one(mailoutbox):
    application = start()
    old = links.token_for(application)

    links.renew_links(email="APPLY@example.com")

    application.refresh_from_db()
    assert links.find_application(old) is None
    assert links.find_application(links.token_for(application)) == application
    assert list(Delivery.objects.values_list("address", flat=True)) == ["apply@example.com"] * 2


def test_renewing_for_an_unknown_address_does_nothing():
    links.renew_links(email="nobody@example.com")

    assert not Delivery.objects.exists()


def test_saving_and_mails_extend_the_link():
    application = ask.application(state="draft")
    MembershipApplication.objects.update(link_until=timezone.now() + timedelta(days=1))

    applications.submit_application(actor=None, application=application)

    application.refresh_from_db()
    assert application.link_until > timezone.now() + timedelta(days=29)


def test_draft_that_nobody_hands_in_is_forgotten_with_its_versions():
    old, handed_in, young = (
        ask.draft(),
        ask.application(number="入盟〔2026〕1号"),
        ask.draft(email="b@example.com"),
    )
    long_ago = timezone.now() - links.KEPT_FOR - timedelta(days=1)
    MembershipApplication.objects.filter(pk__in=(old.pk, handed_in.pk)).update(link_until=long_ago)

    sweep()

    assert set(MembershipApplication.objects.all()) == {handed_in, young}
    assert not MembershipApplication.history.filter(id=old.pk).exists()
    assert links.forget_abandoned() == 0
