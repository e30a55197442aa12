"""The editor's acts: each does what it says, leaves the source alone, is recorded, and is refused when it must be."""

import pytest
from django.core.exceptions import ValidationError

from alliance.core import audit
from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.transitions import run_transition
from bulletins.models import Article, Bulletin, BulletinEntry, BulletinSection, EntryComment
from bulletins.services import editing
from bulletins.services.compiling import compile_bulletin, fill_bulletin
from bulletins.services.proofing import unwaive_finding, waive_finding
from bulletins.source_changes import source_changes
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def bulletin() -> Bulletin:
    """Two pieces of news and one report; the first has a picture."""
    first = make.ArticleFactory(year=2015, headline="甲", body="<p>甲文。</p>", print_order=1)
    make.ArticlePictureFactory(article=first, caption="甲图", alt="甲图说明")
    make.ArticleFactory(year=2015, headline="乙", body="<p>乙文。</p>", print_order=2)
    make.ArticleFactory(year=2015, headline="丙", category="research")
    return compile_bulletin(actor=None, year=2015)


def entry(headline: str) -> BulletinEntry:
    return BulletinEntry.objects.get(headline=headline)


def section(kind: str) -> BulletinSection:
    return BulletinSection.objects.get(kind=kind)


def last_act(bulletin) -> str:
    return audit.entries_of(bulletin)[0].action_label


# ---------------------------------------------------------------- the issue
def test_front_and_back_matter(bulletin):
    changes = {"foreword": "卷首", "print_run": 500, "palette": "teal"}
    saved = editing.update_bulletin(actor=None, bulletin=bulletin, version=bulletin.version, changes=changes)
    assert (saved.foreword, saved.print_run, saved.palette, saved.version) == (
        "卷首",
        500,
        "teal",
        bulletin.version + 1,
    )
    assert last_act(bulletin) == "修改简报"
    with pytest.raises(StaleVersion):
        editing.update_bulletin(actor=None, bulletin=bulletin, version=bulletin.version, changes=changes)
    with pytest.raises(ValidationError) as refused:
        editing.update_bulletin(actor=None, bulletin=bulletin, version=None, changes={"palette": "pink"})
    assert list(refused.value.message_dict) == ["palette"]
    with pytest.raises(KeyError):
        editing.update_bulletin(actor=None, bulletin=bulletin, version=None, changes={"state": "issued"})


# ---------------------------------------------------------------- entries
def test_words_for_print_leave_the_source_alone(bulletin):
    changes = {
        "headline": "新甲",
        "body": "<p>短。<script>x</script></p>",
        "signature": " 落款 ",
        "columns": 2,
    }
    edited = editing.edit_entry(actor=None, entry=entry("甲"), changes=changes)
    assert (edited.headline, edited.columns) == ("新甲", 2)
    assert edited.content == {"body": "<p>短。</p>", "signature": "落款"}
    assert Article.objects.get(pk=edited.article_id).headline == "甲"
    assert edited.taken["content"]["body"] == "<p>甲文。</p>"
    assert audit.entries_of(bulletin)[0].data["fields"] == ["headline", "columns", "body", "signature"]


def test_saving_what_is_there_is_no_edit(bulletin):
    before = audit.entries_of(bulletin).count()
    editing.edit_entry(actor=None, entry=entry("甲"), changes={"headline": "甲", "body": "<p>甲文。</p>"})
    assert audit.entries_of(bulletin).count() == before


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"headline": ""}, ValidationError),
        ({"columns": 3}, ValidationError),
        ({"toc_title": "长" * 81}, ValidationError),
        ({"signature": "长" * 61}, DomainError),
        ({"minutes": {}}, DomainError),
        ({"figure": {}}, DomainError),
        ({"taken": {}}, KeyError),
    ],
)
def test_wrong_words_are_refused(bulletin, changes, error):
    with pytest.raises(error):
        editing.edit_entry(actor=None, entry=entry("甲"), changes=changes)
    assert entry("甲").content["body"] == "<p>甲文。</p>"


def test_minutes_are_abridged_point_by_point():
    point = make.ResolutionFactory(number=1, text="原文。")
    make.MinutesFactory(meeting=point.meeting, title="纪要", state="signed")
    compile_bulletin(actor=None, year=2015)
    edit = {"minutes": {"points": ["短。"], "preamble": ["引言。"]}}
    minutes = editing.edit_entry(actor=None, entry=entry("纪要"), changes=edit).content["minutes"]
    assert (minutes["points"][0]["text"], minutes["points"][0]["number"]) == ("短。", 1)
    assert minutes["preamble"] == ["引言。"]
    with pytest.raises(DomainError, match="条数"):
        editing.edit_entry(actor=None, entry=entry("纪要"), changes={"minutes": {"points": []}})


def test_entries_and_sections_are_put_in_order(bulletin):
    news, research = section("news"), section("research")
    arrangement = [
        {"section": research.pk, "entries": [entry("丙").pk, entry("甲").pk]},
        {"section": news.pk, "entries": [entry("乙").pk]},
    ]
    editing.arrange(actor=None, bulletin=bulletin, arrangement=arrangement)
    printed = BulletinEntry.objects.printed_in(bulletin).values_list("headline", flat=True)
    assert list(printed) == ["丙", "甲", "乙"]
    assert entry("甲").section == research
    assert entry("甲").history.count() == 2


def test_what_was_moved_is_not_proposed_again(bulletin):
    arrangement = [{"section": section("research").pk, "entries": [entry("甲").pk]}]
    editing.arrange(actor=None, bulletin=bulletin, arrangement=arrangement)
    fill_bulletin(actor=None, bulletin=bulletin)
    assert BulletinEntry.objects.filter(headline="甲").count() == 1


def test_an_arrangement_of_something_else_is_refused(bulletin):
    other = make.BulletinEntryFactory(section__bulletin__year=2001)
    news, first = bulletin.sections.get(kind="news"), entry("甲")
    for wrong in (
        [{"section": news.pk, "entries": [other.pk]}],
        [{"section": other.section_id, "entries": []}],
        [{"section": news.pk, "entries": [first.pk, first.pk]}],
    ):
        with pytest.raises(DomainError, match="请刷新页面"):
            editing.arrange(actor=None, bulletin=bulletin, arrangement=wrong)


def test_dropping_and_putting_in(bulletin):
    editing.drop_entry(actor=None, entry=entry("甲"))
    assert entry("甲").dropped and last_act(bulletin) == "不刊登"
    editing.restore_entry(actor=None, entry=entry("甲"))
    assert not entry("甲").dropped and last_act(bulletin) == "刊登"


def test_a_text_of_ones_own_and_the_words_of_a_section(bulletin):
    added = editing.add_text_entry(actor=None, section=section("news"), headline="自写", body="<p>文</p>")
    assert (added.kind, added.toc_title, added.order) == ("text", "自写", 30)
    saved = editing.edit_section(actor=None, section=section("news"), title="动态", intro="导语")
    assert (saved.title, saved.intro) == ("动态", "导语")
    with pytest.raises(ValidationError):
        editing.edit_section(actor=None, section=section("news"), title="")


# ---------------------------------------------------------------- pictures
def test_pictures_are_set_in_order(bulletin):
    kept = entry("甲").pictures.get()
    new = make.stored_picture(colour="#112233")
    rows = [
        {"stored": new.pk, "caption": "新图", "place": "half"},
        {"pk": kept.pk, "caption": "改过", "dropped": True},
    ]
    editing.set_pictures(actor=None, entry=entry("甲"), rows=rows)
    pictures = list(entry("甲").pictures.values_list("caption", "place", "alt", "dropped"))
    assert pictures == [("新图", "half", "", False), ("改过", "large", "甲图说明", True)]
    editing.set_pictures(actor=None, entry=entry("甲"), rows=[])
    assert not entry("甲").pictures.exists()
    assert Article.objects.get(headline="甲").pictures.get().caption == "甲图"


def test_wrong_pictures_are_refused(bulletin):
    other = make.ArticlePictureFactory()
    for rows, error in (
        ([{"pk": 999_999}], DomainError),
        ([{"stored": 999_999}], DomainError),
        ([{"stored": None}], DomainError),
        ([{"stored": other.stored_id, "place": "nowhere"}], ValidationError),
    ):
        with pytest.raises(error):
            editing.set_pictures(actor=None, entry=entry("甲"), rows=rows)
    assert entry("甲").pictures.get().caption == "甲图"


# ---------------------------------------------------------------- the source
def test_a_change_of_the_source_is_shown_and_taken_over(bulletin):
    article = Article.objects.get(headline="甲")
    editing.edit_entry(actor=None, entry=entry("甲"), changes={"body": "<p>我的。</p>"})
    assert source_changes(bulletin) == {}
    Article.objects.filter(pk=article.pk).update(body="<p>甲文改。</p>")
    article.pictures.update(caption="新图注")
    (change,) = source_changes(bulletin).values()
    assert (change.headline, change.pictures) == ([], True)
    assert [(piece.kind, piece.text) for piece in change.text[0]] == [
        ("same", "甲文"),
        ("added", "改"),
        ("same", "。"),
    ]
    editing.take_over_source(actor=None, entry=entry("甲"))
    assert entry("甲").content["body"] == "<p>甲文改。</p>"
    assert entry("甲").pictures.get().caption == "新图注"
    assert source_changes(bulletin) == {}


def test_keeping_ones_own_words(bulletin):
    Article.objects.filter(headline="甲").update(body="<p>甲文改。</p>")
    editing.keep_own(actor=None, entry=entry("甲"))
    assert entry("甲").content["body"] == "<p>甲文。</p>"
    assert source_changes(bulletin) == {}
    assert last_act(bulletin) == "保留本刊内容"
    own = editing.add_text_entry(actor=None, section=section("news"), headline="自写")
    with pytest.raises(DomainError, match="没有来源"):
        editing.take_over_source(actor=None, entry=own)


# ---------------------------------------------------------------- when and by whom
def acts(bulletin) -> dict:
    """Every act on an issue, ready to be done by somebody."""
    first = entry("甲")
    comment = EntryComment.objects.create(entry=first, text="批注")
    return {
        "update": lambda actor: editing.update_bulletin(
            actor=actor, bulletin=bulletin, version=None, changes={}
        ),
        "edit": lambda actor: editing.edit_entry(actor=actor, entry=first, changes={"headline": "新"}),
        "arrange": lambda actor: editing.arrange(actor=actor, bulletin=bulletin, arrangement=[]),
        "drop": lambda actor: editing.drop_entry(actor=actor, entry=first),
        "restore": lambda actor: editing.restore_entry(actor=actor, entry=first),
        "add": lambda actor: editing.add_text_entry(actor=actor, section=section("news"), headline="新"),
        "section": lambda actor: editing.edit_section(actor=actor, section=section("news"), title="新"),
        "pictures": lambda actor: editing.set_pictures(actor=actor, entry=first, rows=[]),
        "take over": lambda actor: editing.take_over_source(actor=actor, entry=first),
        "keep own": lambda actor: editing.keep_own(actor=actor, entry=first),
        "fill": lambda actor: fill_bulletin(actor=actor, bulletin=bulletin),
        "waive": lambda actor: waive_finding(actor=actor, bulletin=bulletin, key="k", reason="理由"),
        "unwaive": lambda actor: unwaive_finding(actor=actor, bulletin=bulletin, key="k"),
        "comment": lambda actor: editing.comment_on_entry(actor=actor, entry=first, text="批注"),
        "resolve": lambda actor: editing.resolve_comment(actor=actor, comment=comment),
    }


TALK = {"comment", "resolve"}


@pytest.mark.parametrize("state", ["approved", "issued", "withdrawn"])
def test_from_approval_on_nothing_may_be_changed(bulletin, state):
    Bulletin.objects.filter(pk=bulletin.pk).update(state=state, frozen={})
    secretary = make.staff()
    for name, act in acts(bulletin).items():
        if state == "approved" and name in TALK:
            act(secretary)
        else:
            with pytest.raises(WrongState):
                act(secretary)
    assert entry("甲").content["body"] == "<p>甲文。</p>"


def test_whoever_is_not_of_the_secretariat_changes_nothing(bulletin):
    people = [
        make.UserFactory(),
        make.liaison_of(make.UnitFactory()),
        make.UserFactory(is_staff=True, is_active=False),
    ]
    for person in people:
        for act in acts(bulletin).values():
            with pytest.raises(NotAllowed):
                act(person)


def test_a_comment_needs_words_and_is_settled_once(bulletin):
    secretary = make.staff()
    with pytest.raises(DomainError, match="请填写批注"):
        editing.comment_on_entry(actor=secretary, entry=entry("甲"), text="  ")
    comment = editing.comment_on_entry(actor=secretary, entry=entry("甲"), text="核对人名")
    settled = editing.resolve_comment(actor=secretary, comment=comment)
    again = editing.resolve_comment(actor=make.staff(), comment=comment)
    assert (settled.resolved_by, again.resolved_by) == (secretary, secretary)


def test_sending_back_opens_it_again(bulletin):
    for name in ("send_to_proof", "approve", "send_back"):
        bulletin = run_transition(actor=None, obj=bulletin, name=name, reason="再改")
    editing.drop_entry(actor=None, entry=entry("甲"))
    assert entry("甲").dropped
