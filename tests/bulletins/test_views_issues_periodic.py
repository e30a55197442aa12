"""Periodic issues, the list of all issues, neighbours, and what a page costs."""

import pytest

from bulletins.services.issuing import issue_bulletin
from tests import factories as make
from tests.bulletins import issues

pytestmark = pytest.mark.django_db


def sheet(number: int, year: int = 2015, **fields):
    frozen = issues.snapshot(
        issues.section(issues.entry()), title="联盟简报", year=year, number=number, design="sheet"
    )
    return issues.issued(frozen, period="monthly", **fields)


def test_periodic_issue_has_its_own_address_and_head(client):
    sheet(2, serial=14)

    answer = client.get("/bulletins/2015/2/")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2015年第2期" in page
    assert "issue-head--sheet" in page
    assert client.get("/bulletins/2015/").status_code == 404
    assert client.get("/bulletins/2015/2/editions/1/").status_code == 200


def test_neighbours_are_issues_of_the_same_kind_that_the_visitor_may_read(client):
    for year in (2013, 2014, 2016):
        issues.issued(issues.snapshot(year=year, title=f"{year}年工作简报"))
    make.BulletinFactory(year=2015)
    sheet(12, year=2015)
    sheet(1, year=2016)

    yearly = client.get("/bulletins/2014/").context["neighbours"]
    periodic = client.get("/bulletins/2016/1/").context["neighbours"]

    assert (yearly["older"].year, yearly["newer"].year) == (2013, 2016)
    assert (periodic["older"].number, periodic["newer"]) == (12, None)


def test_list_shows_the_newest_edition_of_each_issue_by_year(client):
    first = issues.issued()
    issues.corrected(first)
    sheet(1)
    sheet(2)
    make.BulletinFactory(year=2016)

    years = client.get("/bulletins/").context["years"]

    shown = [(card.bulletin.number, card.bulletin.edition) for _, cards in years for card in cards]
    assert [year for year, _ in years] == [2015]
    assert shown == [(0, 2), (2, 1), (1, 1)]

    client.force_login(make.staff())
    years = client.get("/bulletins/").context["years"]
    assert [year for year, _ in years] == [2016, 2015]
    assert "未印发" in client.get("/bulletins/").content.decode()


@pytest.mark.parametrize(("entries", "editions"), [(1, 1), (3, 3)])
def test_reading_asks_the_same_number_of_times(client, django_assert_num_queries, entries, editions):
    shown = [
        issues.entry(
            number,
            figure=issues.figure(),
            blocks=[issues.pictures("half", *[issues.picture() for _ in range(entries)])],
        )
        for number in range(entries)
    ]
    issue = issues.issued(issues.snapshot(issues.section(*shown)))
    for _ in range(editions - 1):
        issue = issues.corrected(issue)
    for variant in ("pdf", "small", "docx")[:entries]:
        make.give_document(issue, make.finished_document(issue, variant), variant)
    for year in range(2010, 2010 + entries):
        issues.issued(issues.snapshot(year=year))
    client.get("/bulletins/2015/")

    # editions, the issue, its files, its snapshot, neighbours, the short link, the alliance's name
    with django_assert_num_queries(7):
        client.get("/bulletins/2015/")


def test_desktop_visitors_find_a_code_for_their_phone_and_the_short_link(
    client, settings, django_capture_on_commit_callbacks
):
    bulletin = make.BulletinEntryFactory(section__bulletin__state="approved").section.bulletin
    with django_capture_on_commit_callbacks():
        issue_bulletin(actor=None, bulletin=bulletin)

    page = client.get(bulletin.get_absolute_url())

    assert page.context["short"].startswith(f"{settings.SITE_URL}/s/")
    assert 'class="qr"' in page.content.decode()
    followed = client.get(page.context["short"].removeprefix(settings.SITE_URL))
    assert followed["Location"] == bulletin.get_absolute_url()
