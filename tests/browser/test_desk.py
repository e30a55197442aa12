"""The desk in Chromium: what has to be done is seen at once and reached with a thumb; pictures come in the right size."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from alliance.core.transitions import run_transition
from members.enums import Body
from tests import factories as make
from tests.browser.harness import dark_faults_of, faults_of
from tests.browser.people import log_in
from tests.browsers import DESKTOP, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICES = {"desktop": DESKTOP, "phone": PHONE}
TOUCH = 44  # pixels that a thumb needs


def with_password(user):
    user.set_password(make.PASSWORD)
    user.save()
    return user


@pytest.fixture
def unit():
    return make.UnitFactory(name="示例大学", is_example=True)


@pytest.fixture
def busy(unit):
    """Liaison, expert and council member in one, with something to do in two roles and meetings ahead."""
    user = with_password(make.liaison_of(unit))
    for body in (Body.EXPERT_COMMITTEE, Body.COUNCIL):
        make.OccupancyFactory(seat__unit=unit, seat__body=body, person=user.person)
    now = timezone.now()
    make.SolicitationFactory(name="示例批次", deadline=now + timedelta(days=2))
    returned = make.ProposalFactory(unit=unit, title="低成本钛粉", state="submitted")
    run_transition(actor=make.staff(display_name="王秘书"), obj=returned, name="send_back", reason="缺指标")
    make.NominationFactory(state="under_review", patent__title="一种提钒方法")
    ahead = make.MeetingFactory(
        name="示例理事会",
        state="convened",
        is_example=True,
        starts_on=timezone.localdate() + timedelta(days=9),
    )
    make.MeetingBodyFactory(meeting=ahead)
    colleague = make.PersonFactory(name="李四", unit=unit, phone="13812345678", post="总工程师")
    make.OccupancyFactory(seat__unit=unit, seat__body=Body.SECRETARIAT, person=colleague)
    return user


@pytest.mark.parametrize("device", DEVICES)
def test_desk_of_several_roles_has_no_fault(busy, open_context, artefacts, device):
    page = open_context(DEVICES[device]).new_page()
    log_in(page, busy)

    faults = faults_of(page, "/desk/") + dark_faults_of(page, "/desk/")

    page.screenshot(path=artefacts / f"desk-several-{device}.png", full_page=True)
    assert faults == []
    assert page.locator("main .btn-primary").count() == 1
    assert page.locator(".desk-role").all_inner_texts() == ["联络员", "理事", "专家"]


@pytest.mark.parametrize("device", DEVICES)
def test_desk_without_a_seat_has_no_fault(open_context, artefacts, device):
    page = open_context(DEVICES[device]).new_page()
    log_in(page, with_password(make.UserFactory(display_name="无职人员")))

    faults = faults_of(page, "/desk/") + dark_faults_of(page, "/desk/")

    page.screenshot(path=artefacts / f"desk-nobody-{device}.png", full_page=True)
    assert faults == []
    assert page.get_by_text("您目前没有任职").is_visible()


def test_most_urgent_is_on_the_first_screen_of_a_phone_and_leads_to_its_form(busy, phone_page):
    log_in(phone_page, busy)
    page = phone_page

    button = page.locator("main .btn-primary")
    box = button.bounding_box()

    assert box["y"] + box["height"] <= PHONE["viewport"]["height"]
    assert [place["height"] >= TOUCH for place in boxes(page, "main .todo .btn")] == [True] * 4
    button.click()
    page.wait_for_url(re.compile("/propose/$"))


def boxes(page, selector: str) -> list[dict]:
    return [each.bounding_box() for each in page.locator(selector).all()]


@pytest.mark.parametrize(("device", "width"), [("desktop", "960"), ("phone", "960")])
def test_article_loads_the_copy_that_the_screen_needs_and_nothing_moves(open_context, device, width):
    stored = make.stored_picture(size=(2400, 1600))
    article = make.ArticlePictureFactory(stored=stored).article
    page = open_context(DEVICES[device]).new_page()

    page.goto(article.get_absolute_url())
    picture = page.locator(".picture img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)

    assert picture.evaluate("(image) => new URL(image.currentSrc).pathname") == f"/files/{stored.pk}/{width}/"
    assert picture.evaluate("(image) => image.naturalWidth > 0")
    assert page.evaluate("document.documentElement.scrollWidth") == page.viewport_size["width"]


def test_picture_opens_alone_in_the_browser(page):
    """Its policy lets it do nothing, and it is shown all the same."""
    stored = make.ArticlePictureFactory(stored=make.stored_picture(size=(200, 100))).stored

    page.goto(f"/files/{stored.pk}/")

    assert page.locator("img").evaluate("(image) => image.naturalWidth") == 200
