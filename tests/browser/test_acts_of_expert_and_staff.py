"""A 示例 expert reviews a patent; staff accept and return proposals, and decide on the patent, in the admin."""

import pytest

from alliance.notices.models import Notice
from projects.models import NominationReview
from tests import factories as make
from tests.browser.people import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def with_password(user):
    user.set_password(make.PASSWORD)
    user.save()
    return user


@pytest.fixture
def expert():
    return with_password(make.expert_of(make.UnitFactory(name="示例大学", is_example=True)))


@pytest.fixture
def nomination():
    return make.NominationFactory(
        state="under_review", patent__title="一种提钒方法", patent__owner__name="示例企业", is_example=True
    )


def test_expert_reviews_what_is_offered_and_is_never_offered_the_own(page, expert, nomination):
    make.NominationFactory(state="under_review", patent__title="本单位专利", patent__owner=expert.person.unit)
    log_in(page, expert)
    page.get_by_role("link", name="专利评审", exact=True).click()
    assert page.get_by_text("本单位专利").count() == 0
    page.get_by_role("link", name="一种提钒方法").click()
    page.get_by_label("评审意见").fill("技术先进，建议入库。")
    page.get_by_role("button", name="提交评审意见").click()
    page.get_by_role("link", name="请选择“创新性”。").wait_for()
    assert page.get_by_label("评审意见").input_value() == "技术先进，建议入库。"

    for legend, choice in [("创新性", "5 优秀"), ("应用价值", "4 较好"), ("成熟度", "3 良好")]:
        page.get_by_role("group", name=legend).get_by_label(choice).check()
    page.get_by_label("同意入库", exact=True).check()
    page.get_by_role("button", name="提交评审意见").click()
    page.get_by_text("评审意见已提交").wait_for()
    review = NominationReview.objects.get()
    assert (review.expert, review.total, review.admit) == (expert.person, 12, True)
    assert page.locator("td .tag").all_inner_texts() == ["已提交"]


def test_staff_accept_one_proposal_and_return_another(page, live_server):
    unit = make.UnitFactory(name="示例研究院", is_example=True)
    liaison = make.liaison_of(unit)
    first = make.ProposalFactory(unit=unit, state="submitted", title="甲项目")
    second = make.ProposalFactory(
        unit=unit, state="submitted", title="乙项目", solicitation=first.solicitation
    )
    log_in(page, with_password(make.staff()))

    page.goto("/admin/projects/proposal/?state__exact=submitted")
    page.get_by_role("link", name="甲项目").click()
    page.get_by_role("link", name="受理", exact=True).click()
    page.get_by_role("button", name="确定受理").click()
    page.get_by_text("已受理：甲项目").wait_for()

    page.goto("/admin/projects/proposal/?state__exact=submitted")
    page.get_by_role("link", name="乙项目").click()
    page.get_by_role("link", name="退回补正").click()
    page.get_by_label("理由").fill("请补充考核指标。")
    page.get_by_role("button", name="确定退回补正").click()
    page.get_by_text("已退回补正：乙项目").wait_for()

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("accepted", "returned")
    notices = Notice.objects.filter(recipient=liaison).order_by("pk").values_list("title", "body")
    assert list(notices) == [
        ("项目建议已受理：甲项目", ""),
        ("项目建议被退回补正：乙项目", "理由：请补充考核指标。"),
    ]


def test_staff_read_the_opinions_and_admit_the_patent(page, nomination):
    make.NominationReviewFactory(nomination=nomination, comment="技术先进。")
    log_in(page, with_password(make.staff()))
    page.goto(f"/admin/projects/nomination/{nomination.pk}/change/")
    assert page.get_by_text("技术先进。").is_visible()
    page.get_by_role("link", name="同意入库", exact=True).click()
    page.get_by_role("button", name="确定同意入库").click()
    page.get_by_text("已同意入库").wait_for()
    nomination.refresh_from_db()
    assert nomination.state == "admitted"
