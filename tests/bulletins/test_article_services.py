"""稿件: start, save, hand in, take back, and what the secretariat decides."""

import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from alliance.core import audit
from alliance.core.errors import DomainError, NotAllowed, StaleVersion, WrongState
from alliance.core.transitions import run_transition
from bulletins.models import Article
from bulletins.services.articles import (
    content_of,
    holds,
    save_article,
    start_article,
    submit_article,
    withdraw_article,
)
from tests import factories as make

pytestmark = pytest.mark.django_db
CONTENT = {"headline": "中试线投产", "category": "news", "body": "<p>　　产品达到预期。</p>"}


@pytest.fixture
def unit():
    return make.UnitFactory()


@pytest.fixture
def liaison(unit):
    return make.liaison_of(unit)


def start(actor, unit, **given) -> Article:
    return start_article(**{"actor": actor, "unit": unit, "token": uuid.uuid4(), "content": CONTENT, **given})


def article_of(unit, **fields) -> Article:
    return make.ArticleFactory(unit=unit, **{"state": "draft", **fields})


def picture_row(**words) -> dict:
    return {"stored": make.stored_picture(colour=f"#{uuid.uuid4().hex[:6]}"), **words}


# ---------------------------------------------------------------- start
def test_a_draft_belongs_to_its_unit_and_its_text_is_tidy(unit, liaison):
    article = start(liaison, unit)

    assert (article.state, article.unit, article.created_by) == ("draft", unit, liaison)
    assert article.body == "<p>产品达到预期。</p>"


def test_the_year_is_that_of_the_call_then_of_the_day(unit, liaison):
    call = make.CallFactory(year=2024, state="open")

    told = start(liaison, unit, content={**CONTENT, "happened_on": date(2015, 6, 3)})
    called = start(liaison, unit, content={**CONTENT, "happened_on": date(2015, 6, 3), "call": call})

    assert (told.year, called.year) == (2015, 2024)


def test_nothing_is_written_for_a_call_that_is_being_prepared(unit, liaison):
    with pytest.raises(DomainError, match="还没有开始"):
        start(liaison, unit, content={**CONTENT, "call": make.CallFactory(state="draft")})


def test_the_secretariat_writes_its_own_articles_and_no_units(unit):
    assert start(make.UserFactory(is_staff=True), None).unit is None
    with pytest.raises(NotAllowed):
        start(make.UserFactory(is_staff=True), unit)


@pytest.mark.parametrize("who", [make.expert_of, make.council_member_of, lambda unit: make.UserFactory()])
def test_nobody_else_starts_an_article(unit, who):
    user = who(unit)
    for whose in (unit, None):
        with pytest.raises(NotAllowed):
            start(user, whose)


def test_the_same_form_twice_goes_on_with_one_article(unit, liaison):
    token = uuid.uuid4()
    first = start(liaison, unit, token=token)

    again = start(liaison, unit, token=token, content={**CONTENT, "headline": "改了标题"}, hand_in=True)

    assert (again.pk, again.headline, again.state) == (first.pk, "改了标题", "submitted")
    other = make.UnitFactory()
    with pytest.raises(DomainError, match="失效"):
        start(make.liaison_of(other), other, token=token)


# ---------------------------------------------------------------- save
def test_pictures_come_in_their_order_and_those_left_out_go(unit, liaison):
    article = start(liaison, unit)
    one, two = picture_row(caption="甲", place="half", after=1), picture_row(caption="乙")
    save_article(actor=liaison, article=article, version=1, content={"pictures": [one, two]})

    turned = save_article(actor=liaison, article=article, version=2, content={"pictures": [two]})

    assert [picture.caption for picture in turned.pictures.all()] == ["乙"]
    assert [picture["stored"] for picture in content_of(turned)["pictures"]] == [two["stored"]]


def test_attachments_keep_the_name_that_staff_gave_them(unit, liaison):
    article = start(liaison, unit)
    file = make.stored_picture(name="回执.png")
    save_article(actor=liaison, article=article, version=1, content={"attachments": [file]})
    article.attachments.update(title="参会回执表")

    other = make.stored_picture(name="日程.png", colour="#123456")
    save_article(actor=liaison, article=article, version=2, content={"attachments": [other, file]})

    assert [str(one) for one in article.attachments.all()] == ["日程.png", "参会回执表"]


def test_saying_the_same_again_is_no_new_version(unit, liaison):
    article = start(liaison, unit)
    content = content_of(article)

    assert holds(article, content)
    assert save_article(actor=liaison, article=article, version=99, content=content).version == 1


def test_what_others_wrote_meanwhile_is_not_overwritten(unit, liaison):
    article = start(liaison, unit)
    save_article(actor=liaison, article=article, version=1, content={"headline": "别人改的"})

    with pytest.raises(StaleVersion):
        save_article(actor=liaison, article=article, version=1, content={"headline": "我改的"})

    assert Article.objects.get().headline == "别人改的"


@pytest.mark.parametrize("state", ["submitted", "accepted", "published"])
def test_what_the_secretariat_has_is_not_changed_by_its_unit(unit, liaison, state):
    article = article_of(unit, state=state)

    with pytest.raises(WrongState):
        save_article(actor=liaison, article=article, version=1, content={"headline": "新标题"})


def test_another_units_liaison_changes_nothing(unit):
    stranger = make.liaison_of(make.UnitFactory())
    for act in (submit_article, withdraw_article):
        with pytest.raises(NotAllowed):
            act(actor=stranger, article=article_of(unit))
    with pytest.raises(NotAllowed):
        save_article(actor=stranger, article=article_of(unit), version=1, content={"headline": "新"})


def test_what_is_too_long_is_said_at_its_picture(unit, liaison):
    with pytest.raises(ValidationError, match="第 1 张图片"):
        start(liaison, unit, content={**CONTENT, "pictures": [picture_row(caption="长" * 121)]})
    assert Article.objects.count() == 0


# ---------------------------------------------------------------- hand in, take back, decide
def test_a_picture_that_says_nothing_is_not_handed_in(unit, liaison):
    pictures = [picture_row(caption="甲"), picture_row(), picture_row(alt="奠基现场")]
    article = start(liaison, unit, content={**CONTENT, "pictures": pictures})

    with pytest.raises(ValidationError) as refused:
        submit_article(actor=liaison, article=article)

    assert refused.value.message_dict == {
        "pictures": ["第 2 张图片还没有图注。请写明时间、地点、人物或内容。"]
    }


def test_handing_in_twice_is_one_act(unit, liaison):
    article = start(liaison, unit)

    for _ in range(2):
        assert submit_article(actor=liaison, article=article, version=1).state == "submitted"

    labels = [entry.action_label for entry in audit.entries_of(article)]
    assert labels == ["投稿", "新建草稿"]


def test_taken_back_it_is_a_draft_and_can_be_handed_in_again(unit, liaison):
    article = start(liaison, unit, hand_in=True)

    taken = withdraw_article(actor=liaison, article=article)

    assert withdraw_article(actor=liaison, article=article).state == taken.state == "draft"
    assert submit_article(actor=liaison, article=article).state == "submitted"


def test_what_is_decided_is_not_taken_back(unit, liaison):
    with pytest.raises(WrongState):
        withdraw_article(actor=liaison, article=article_of(unit, state="accepted"))


def test_returned_mended_accepted_published(unit, liaison):
    secretary = make.staff()
    article = start(liaison, unit, hand_in=True)
    with pytest.raises(DomainError, match="理由"):
        run_transition(actor=secretary, obj=article, name="send_back")
    run_transition(actor=secretary, obj=article, name="send_back", reason="请补充数据")
    version = Article.objects.get().version

    save_article(actor=liaison, article=article, version=version, content={"lead": "已补充"}, hand_in=True)
    run_transition(actor=secretary, obj=article, name="accept")
    published = run_transition(actor=secretary, obj=article, name="publish")

    assert (published.state, published.lead) == ("published", "已补充")
    assert published.published_at is not None


@pytest.mark.parametrize("name", ["accept", "send_back", "publish", "unpublish"])
def test_a_liaison_decides_nothing(unit, liaison, name):
    source = {
        "accept": "submitted",
        "send_back": "submitted",
        "publish": "accepted",
        "unpublish": "published",
    }

    with pytest.raises(NotAllowed):
        run_transition(actor=liaison, obj=article_of(unit, state=source[name]), name=name, reason="理由")
