"""Proofreading of the issue: pictures, sections, length, what is left to do; keys, waivers and approval."""

import pytest

from alliance.core import audit
from alliance.core.errors import DomainError, NotAllowed, WrongState
from alliance.core.transitions import run_transition
from bulletins.models import Article, ArticlePicture, Bulletin, BulletinEntry, EntryPicture
from bulletins.proofreading.pictures import printed_dpi
from bulletins.proofreading.reading import find_all, open_findings
from bulletins.services.compiling import compile_bulletin
from bulletins.services.editing import comment_on_entry, drop_entry, keep_own, resolve_comment
from bulletins.services.proofing import unwaive_finding, waive_finding
from tests.bulletins.proof_world import found, issue_of, messages, the_entry
from tests.core.admin_world import document
from tests.factories import (
    ArticleFactory,
    ArticlePictureFactory,
    AttendanceFactory,
    MeetingFactory,
    MinutesFactory,
    UserFactory,
    give_document,
    staff,
    stored_picture,
)

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- pictures
def with_picture(**picture) -> Bulletin:
    article = ArticleFactory(year=2015, headline="联盟动态")
    ArticlePictureFactory(article=article, **picture)
    return compile_bulletin(actor=None, year=2015)


def test_resolution_at_print_size():
    assert printed_dpi(1229, 156) == 200
    assert printed_dpi(1228, 156) == 199


@pytest.mark.parametrize(
    ("words", "rule", "severity"),
    [
        ({"caption": "", "alt": ""}, "picture-words", "wrong"),
        ({"caption": "", "alt": "会场全景"}, "picture-caption", "doubt"),
        ({"caption": "会场", "alt": ""}, "picture-alt", "doubt"),
    ],
)
def test_a_picture_needs_words(words, rule, severity):
    told = [
        one
        for one in find_all(with_picture(**words))
        if one.rule.startswith("picture-") and "sharp" not in one.rule
    ]
    assert [(one.rule, one.severity, one.place) for one in told] == [(rule, severity, "pictures")]


def test_a_picture_with_caption_and_alternative_text_is_fine():
    bulletin = with_picture(caption="会场", alt="会场全景", stored=stored_picture(size=(1300, 900)))
    assert [one for one in find_all(bulletin) if one.place == "pictures"] == []


@pytest.mark.parametrize(
    ("width", "place", "blurred"),
    [
        (1228, "large", True),
        (1229, "large", False),
        (598, "half", True),
        (599, "half", False),
        (599, "page", False),
    ],
)
def test_a_picture_below_200_dpi_at_its_print_size(width, place, blurred):
    bulletin = with_picture(place=place, stored=stored_picture(size=(width, 40)))
    told = messages(bulletin, "picture-sharpness")
    assert bool(told) is blurred
    assert all(f"宽 {width} 像素" in message for message in told)


def test_a_dropped_picture_is_nobodys_business():
    bulletin = with_picture(caption="")
    EntryPicture.objects.update(dropped=True)
    assert [one for one in find_all(bulletin) if one.place == "pictures"] == []


def test_the_cover():
    bulletin = issue_of("<p>文。</p>")
    assert messages(bulletin, "cover-missing") == ["还没有选封面照片。"]
    bulletin.cover = stored_picture(size=(1701, 1331))
    assert (messages(bulletin, "cover-missing"), len(messages(bulletin, "cover-alt"))) == ([], 1)
    assert messages(bulletin, "cover-dpi") == []
    bulletin.cover, bulletin.cover_alt = stored_picture(size=(1700, 1331)), "会场"
    assert "199 dpi" in messages(bulletin, "cover-dpi")[0]
    assert messages(bulletin, "cover-alt") == []


# ---------------------------------------------------------------- the whole
def test_a_section_whose_entries_are_all_dropped_and_an_issue_without_any():
    bulletin = issue_of("<p>文。</p>")
    ArticleFactory(year=2015, category="research")
    compile_bulletin(actor=None, year=2015)
    assert found(bulletin, "section-empty") == []
    drop_entry(actor=None, entry=bulletin.sections.get(kind="news").entries.get())
    assert messages(bulletin, "section-empty") == ["栏目“工作动态”的篇目都不刊登，这个栏目不会出现。"]
    drop_entry(actor=None, entry=bulletin.sections.get(kind="research").entries.get())
    assert [one.severity for one in found(bulletin, "issue-empty")] == ["wrong"]


def test_an_entry_without_text():
    assert [one.severity for one in found(issue_of("<p> </p>"), "entry-empty")] == ["wrong"]


@pytest.mark.parametrize(("limit", "rule"), [(12, None), (11, "pages-over"), (None, None)])
def test_the_page_limit_against_the_last_pdf(limit, rule):
    bulletin = issue_of("<p>文。</p>")
    give_document(bulletin, document(state="done", pages=12))
    bulletin.page_limit = limit
    told = [one for one in find_all(bulletin) if one.rule.startswith("pages-")]
    assert [one.rule for one in told] == ([rule] if rule else [])


def test_a_page_limit_without_a_pdf_is_a_doubt():
    bulletin = issue_of("<p>文。</p>")
    bulletin.page_limit = 40
    assert [one.severity for one in found(bulletin, "pages-unknown")] == ["doubt"]


def test_comments_are_wrong_until_they_are_settled():
    bulletin = issue_of("<p>文。</p>")
    secretary = staff(display_name="秘书甲")
    comment = comment_on_entry(actor=secretary, entry=the_entry(bulletin), text="标题太长")
    (finding,) = found(bulletin, "comment")
    assert (finding.severity, finding.place, finding.entry_pk) == (
        "wrong",
        "comments",
        the_entry(bulletin).pk,
    )
    assert "秘书甲" in finding.message and "标题太长" in finding.message
    resolve_comment(actor=secretary, comment=comment)
    assert found(bulletin, "comment") == []


def test_a_source_that_changed_is_a_doubt_until_it_is_seen():
    bulletin = issue_of("<p>文。</p>")
    Article.objects.update(body="<p>新文。</p>")
    assert [one.place for one in found(bulletin, "source-changed")] == ["source"]
    keep_own(actor=None, entry=the_entry(bulletin))
    assert found(bulletin, "source-changed") == []


# ---------------------------------------------------------------- keys and waivers
def test_keys_are_stable_short_and_different():
    bulletin = issue_of(
        "<p>甲,乙.丙(丁)的的。</p>" + "<p>长</p>" * 200, headline="题" * 119 + "。", toc_title=""
    )
    ArticlePicture.objects.create(article=Article.objects.get(), stored=stored_picture())
    keys = [one.key for one in find_all(bulletin)]
    assert keys == [one.key for one in find_all(Bulletin.objects.get())]
    assert len(set(keys)) == len(keys) > 4
    assert max(len(key) for key in keys) <= 120


def test_a_waived_finding_is_open_again_when_the_text_changes():
    bulletin = issue_of("<p>甲,乙。</p>")
    (finding,) = found(bulletin, "half-width")
    waive_finding(actor=None, bulletin=bulletin, key=finding.key, reason="原文如此")
    assert finding.key not in {one.key for one in open_findings(bulletin)}
    assert finding in find_all(bulletin)
    entry = the_entry(bulletin)
    entry.content["body"] = "<p>甲,乙,丙。</p>"
    entry.save()
    assert [one.rule for one in open_findings(bulletin) if one.rule == "half-width"] == ["half-width"]


@pytest.mark.parametrize(
    ("reason", "message"), [(" ", "请写明忽略的理由。"), ("由" * 201, "理由不能超过 200 个字。")]
)
def test_waiving_needs_a_reason(reason, message):
    bulletin = issue_of("<p>甲,乙。</p>")
    (finding,) = found(bulletin, "half-width")
    with pytest.raises(DomainError) as refused:
        waive_finding(actor=None, bulletin=bulletin, key=finding.key, reason=reason)
    assert (refused.value.message, refused.value.field) == (message, "reason")


def test_waiving_what_is_not_there_and_without_the_right():
    bulletin = issue_of("<p>甲,乙。</p>")
    with pytest.raises(DomainError, match="已经不存在"):
        waive_finding(actor=None, bulletin=bulletin, key="half-width/none", reason="理由")
    with pytest.raises(NotAllowed):
        waive_finding(actor=UserFactory(), bulletin=bulletin, key="x", reason="理由")


def test_taking_a_waiver_back():
    bulletin = issue_of("<p>甲,乙。</p>")
    (finding,) = found(bulletin, "half-width")
    waive_finding(actor=None, bulletin=bulletin, key=finding.key, reason="原文如此")
    for _ in range(2):
        unwaive_finding(actor=None, bulletin=bulletin, key=finding.key)
    assert finding in open_findings(bulletin)
    acts = [act.action_label for act in audit.entries_of(bulletin)]
    assert acts.count("恢复校对问题") == 1 and acts.count("忽略校对问题") == 1


# ---------------------------------------------------------------- approval
def test_approval_is_refused_while_wrong_findings_are_open():
    bulletin = run_transition(actor=None, obj=with_picture(caption=""), name="send_to_proof")
    secretary = staff(display_name="秘书甲")
    with pytest.raises(DomainError) as refused:
        run_transition(actor=secretary, obj=bulletin, name="approve")
    assert refused.value.message.startswith(
        "校对还有 1 处错误没有处理，不能审定。请改正，或逐条写明理由后忽略。第一处：《联盟动态》第 1 张图片"
    )
    bulletin.refresh_from_db()
    assert bulletin.state == "proofing"
    (finding,) = found(bulletin, "picture-words")
    waive_finding(actor=secretary, bulletin=bulletin, key=finding.key, reason="纯装饰")
    bulletin = run_transition(actor=secretary, obj=bulletin, name="approve")
    act = audit.entries_of(bulletin)[0]
    assert (bulletin.state, act.action_label, act.actor) == ("approved", "审定", secretary)
    with pytest.raises(WrongState, match="校对已经结束"):
        unwaive_finding(actor=secretary, bulletin=bulletin, key=finding.key)


# ---------------------------------------------------------------- cost
def large_issue(articles: int) -> Bulletin:
    for number in range(articles):
        article = ArticleFactory(year=2015, meeting=MeetingFactory(starts_on=None, state="planned"))
        ArticlePictureFactory(article=article, caption=f"图{number}")
    meeting = MeetingFactory()
    AttendanceFactory(meeting=meeting)
    MinutesFactory(meeting=meeting, state="signed")
    return compile_bulletin(actor=None, year=2015)


@pytest.mark.parametrize("count", [2, 20])
def test_proofreading_takes_the_same_queries_for_few_and_many_entries(count, django_assert_num_queries):
    bulletin = large_issue(count)
    assert BulletinEntry.objects.filter(section__bulletin=bulletin, dropped=False).count() > count
    with django_assert_num_queries(20):
        find_all(bulletin)
