"""投稿 in plain text: sent in by a liaison, or recorded by staff for a unit."""

import uuid
from datetime import date

import pytest

from alliance.core import audit
from alliance.core.behalf import BehalfError
from alliance.core.errors import DomainError, NotAllowed
from bulletins.models import Article
from bulletins.sanitise import as_paragraphs
from bulletins.services.articles import contribute_article
from tests.factories import UnitFactory, UserFactory, expert_of, liaison_of, staff
from tests.projects.behalf import called_by_liaison, on_behalf

pytestmark = pytest.mark.django_db
CONTENT = {
    "headline": "某院完成中试",
    "category": "news",
    "text": "某院完成中试。\n\n回收率七成以上 <b>。",
    "signature": "科研处",
    "happened_on": date(2015, 6, 3),
}


@pytest.fixture
def unit():
    return UnitFactory(name="某研究院", is_example=True)


def send(actor, unit, **given) -> Article:
    return contribute_article(
        **{"actor": actor, "unit": unit, "token": uuid.uuid4(), "content": CONTENT, **given}
    )


def test_what_a_liaison_sends_in_waits_for_the_secretariat(unit):
    liaison = liaison_of(unit)

    article = send(liaison, unit)

    assert (article.state, article.unit, article.year, article.is_example) == ("submitted", unit, 2015, True)
    assert article.body == "<p>某院完成中试。</p>\n<p>回收率七成以上 &lt;b&gt;。</p>"
    assert [entry.action_label for entry in audit.entries_of(article)] == ["投稿", "新建草稿"]


def test_contribution_that_came_by_wechat_is_recorded(unit):
    secretary, liaison = staff(), liaison_of(unit)

    article = send(secretary, unit, behalf=called_by_liaison(liaison, unit, channel="wechat"))

    record = audit.entries_of(article).get().behalf
    assert (record.channel, record.unit_name, record.recorded_by) == ("wechat", "某研究院", secretary)


def test_same_form_twice_is_one_article(unit):
    liaison, token = liaison_of(unit), uuid.uuid4()

    assert send(liaison, unit, token=token).pk == send(liaison, unit, token=token).pk
    assert Article.objects.count() == 1


def test_form_of_somebody_else_is_refused(unit):
    token = uuid.uuid4()
    send(liaison_of(unit), unit, token=token)

    with pytest.raises(DomainError, match="失效"):
        other = UnitFactory()
        send(liaison_of(other), other, token=token)


@pytest.mark.parametrize(
    "who", [expert_of, lambda unit: liaison_of(UnitFactory()), lambda unit: UserFactory(is_staff=True)]
)
def test_only_the_units_liaison_sends_in(who, unit):
    with pytest.raises(NotAllowed):
        send(who(unit), unit)

    assert Article.objects.count() == 0


def test_nothing_is_recorded_for_somebody_unexplained(unit):
    with pytest.raises(BehalfError):
        send(staff(), unit, behalf=on_behalf(unit, "李四"))

    assert Article.objects.count() == 0


def test_paragraphs_keep_nothing_of_markup():
    assert as_paragraphs(" 甲 \n\n<script>\r\n") == "<p>甲</p>\n<p>&lt;script&gt;</p>"
