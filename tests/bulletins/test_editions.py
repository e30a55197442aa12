"""Numbers and editions: periodic issues are numbered once, a corrected edition is a new one that says so."""

import threading
from datetime import date

import pytest
from django.db import connection

from alliance.core import audit
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.transitions import run_transition
from bulletins.documents import build_bulletin
from bulletins.models import Bulletin, BulletinEntry, EntryPicture
from bulletins.services.compiling import compile_bulletin
from bulletins.services.editing import add_text_entry, edit_entry, update_bulletin
from bulletins.services.issuing import correct_bulletin, issue_bulletin
from bulletins.services.opening import open_periodic
from tests import factories as make


def opened(month: int, *, year: int = 2016, actor=None) -> Bulletin:
    first = date(year, month, 1)
    return open_periodic(
        actor=actor, year=year, period="monthly", starts_on=first, ends_on=first.replace(day=28)
    )


def issue(bulletin: Bulletin) -> Bulletin:
    for name in ("send_to_proof", "approve"):
        bulletin = run_transition(actor=None, obj=bulletin, name=name)
    return issue_bulletin(actor=None, bulletin=bulletin)


# ---------------------------------------------------------------- periodic issues
@pytest.mark.django_db
def test_periodic_issues_are_numbered_by_year_and_counted_through():
    made = [opened(11, year=2015), opened(1), opened(2), opened(1, year=2018)]
    assert [(one.number, one.serial, one.volume) for one in made] == [
        (1, 1, 1),
        (1, 2, 2),
        (2, 3, 2),
        (1, 4, 4),
    ]
    assert [one.title for one in made][2] == "2016年工作简报第2期"
    assert {one.design for one in made} == {"sheet"}
    assert made[1].get_absolute_url() == "/bulletins/2016/1/"


@pytest.mark.django_db
def test_the_yearly_issue_stands_outside_the_count():
    make.ArticleFactory(year=2016)
    yearly = compile_bulletin(actor=None, year=2016)
    assert (yearly.number, opened(1).number) == (0, 1)


@pytest.mark.django_db
def test_a_periodic_issue_is_filled_from_its_days():
    make.ArticleFactory(headline="一月", year=2016, happened_on=date(2016, 1, 28))
    make.ArticleFactory(headline="二月", year=2016, happened_on=date(2016, 2, 1))
    entries = BulletinEntry.objects.filter(section__bulletin=opened(1))
    assert list(entries.values_list("headline", flat=True)) == ["一月"]


JANUARY = {"year": 2016, "period": "monthly", "starts_on": date(2016, 1, 1), "ends_on": date(2016, 1, 31)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"period": "yearly"}, "period"),
        ({"period": "daily"}, "period"),
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": None}, "ends_on"),
        ({"ends_on": date(2015, 12, 31)}, "ends_on"),
        ({"ends_on": date(2016, 7, 3)}, "ends_on"),
        ({"year": 1890}, "year"),
    ],
)
def test_a_wrong_time_is_refused_at_its_field(change, field):
    with pytest.raises(DomainError) as refused:
        open_periodic(actor=None, **{**JANUARY, **change})
    assert refused.value.field == field
    assert not Bulletin.objects.exists()


@pytest.mark.django_db
def test_opening_is_the_secretariats():
    with pytest.raises(NotAllowed):
        opened(1, actor=make.UserFactory())


@pytest.mark.django_db(transaction=True)
def test_issues_opened_at_the_same_moment_get_numbers_of_their_own():
    numbers, refused = [], []
    start = threading.Barrier(4)

    def run() -> None:
        try:
            start.wait(timeout=20)
            bulletin = opened(1)
            numbers.append((bulletin.number, bulletin.serial))
        except Exception as error:
            refused.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    assert sorted(numbers) == [(1, 1), (2, 2), (3, 3), (4, 4)]


# ---------------------------------------------------------------- corrected editions
@pytest.fixture
def issued() -> Bulletin:
    article = make.ArticleFactory(year=2015, headline="联盟动态", body="<p>共71项。</p>")
    make.ArticlePictureFactory(article=article, caption="图注", credit="供图")
    bulletin = compile_bulletin(actor=None, year=2015)
    entry = BulletinEntry.objects.get(section__bulletin=bulletin)
    add_text_entry(actor=None, section=entry.section, headline="自写", body="<p>文</p>")
    edit_entry(actor=None, entry=entry, changes={"toc_title": "动态"})
    changes = {"greeting": "贺词", "volume": 3, "palette": "bronze"}
    update_bulletin(actor=None, bulletin=bulletin, version=None, changes=changes)
    return issue(bulletin)


@pytest.mark.django_db
def test_a_corrected_edition_is_a_copy_to_be_edited(issued):
    edition = correct_bulletin(actor=None, bulletin=issued, note="第一页的项数应为17项。")
    assert (edition.edition, edition.corrects, edition.state, edition.frozen) == (2, issued, "editing", None)
    assert (str(edition), edition.greeting, edition.volume, edition.palette) == (
        "2015年工作简报（更正版）",
        "贺词",
        3,
        "bronze",
    )
    copied = BulletinEntry.objects.printed_in(edition)
    assert [(one.headline, one.toc_title) for one in copied] == [("联盟动态", "动态"), ("自写", "自写")]
    picture = EntryPicture.objects.get(entry__section__bulletin=edition)
    assert (picture.caption, picture.credit) == ("图注", "供图")
    assert audit.entries_of(edition)[0].reason == "第一页的项数应为17项。"


@pytest.mark.django_db
def test_readers_keep_the_old_edition_until_the_corrected_one_is_out_and_says_so(issued):
    edition = correct_bulletin(actor=None, bulletin=issued, note="项数应为17项。\n日期应为5月29日。")
    entry = BulletinEntry.objects.get(section__bulletin=edition, kind="article")
    edit_entry(actor=None, entry=entry, changes={"body": "<p>共七十一项。</p>"})
    assert Bulletin.objects.issued().current().get() == issued
    assert "共71项" in str(build_bulletin(pk=issued.pk))
    edition = issue(edition)
    assert Bulletin.objects.issued().current().get() == edition
    snapshot = build_bulletin(pk=edition.pk)
    assert (snapshot["edition"], snapshot["title"]) == (2, "2015年工作简报（更正版）")
    assert snapshot["correction_note"] == ["项数应为17项。", "日期应为5月29日。"]
    assert snapshot["file_name"] == "2015年工作简报（更正版）.pdf"
    assert "共71项" in str(build_bulletin(pk=issued.pk))


@pytest.mark.django_db
def test_only_one_corrected_edition_is_open_at_a_time(issued):
    edition = correct_bulletin(actor=None, bulletin=issued, note="更正")
    with pytest.raises(DomainError, match="第2版）正在编辑"):
        correct_bulletin(actor=None, bulletin=issued, note="再更正")
    with pytest.raises(WrongState, match="可以直接修改"):
        correct_bulletin(actor=None, bulletin=edition, note="再更正")
    issue(edition)
    assert correct_bulletin(actor=None, bulletin=issued, note="再更正").edition == 3


@pytest.mark.django_db
def test_a_withdrawn_issue_is_mended_in_a_corrected_edition(issued):
    withdrawn = run_transition(actor=make.staff(), obj=issued, name="withdraw", reason="数字有误")
    assert not Bulletin.objects.issued().exists()
    assert correct_bulletin(actor=None, bulletin=withdrawn, note="更正").edition == 2


@pytest.mark.django_db
def test_a_correction_needs_its_note_and_the_right(issued):
    with pytest.raises(DomainError) as refused:
        correct_bulletin(actor=None, bulletin=issued, note=" ")
    assert refused.value.field == "note"
    with pytest.raises(NotAllowed):
        correct_bulletin(actor=make.UserFactory(), bulletin=issued, note="更正")
    edition = correct_bulletin(actor=None, bulletin=issued, note="更正")
    with pytest.raises(DomainError) as refused:
        update_bulletin(actor=None, bulletin=edition, version=None, changes={"correction_note": " "})
    assert refused.value.field == "correction_note"
    with pytest.raises(WrongState):
        correct_bulletin(actor=None, bulletin=make.BulletinFactory(year=2020), note="更正")
