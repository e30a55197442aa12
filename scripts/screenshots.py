"""Pictures for the README, taken from a running demo: `python -m scripts.screenshots http://localhost:8000 PASSWORD`.

Small PNGs with few colours go to docs/screenshots/; a page of the bulletin is drawn from its PDF.
"""

import io
import re
import sys
import urllib.request
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
LONG = {"width": 1280, "height": 1500}  # the summary of what is wrong, and the fields that it speaks of
SECRETARY, LIAISON = "secretary@demo.invalid", "liaison@demo.invalid"
BULLETIN_PAGE = 3  # the first article's
PAGE_WIDTH = 700


def main(site: str, password: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        visitor = Visitor(browser, site)
        visitor.shoot("/", "home", DESKTOP)
        visitor.shoot("/", "home-dark", DESKTOP, color_scheme="dark")
        visitor.shoot("/members/", "table-phone", PHONE)
        visitor.shoot("/bulletins/2015/", "bulletin-phone", PHONE)
        liaison = Visitor(browser, site, (LIAISON, password))
        liaison.shoot("/desk/", "desk", DESKTOP)
        liaison.shoot("/desk/", "desk-phone", PHONE)
        liaison.shoot("/desk/", "form-with-errors", LONG, first=hand_in_an_empty_form)
        staff = Visitor(browser, site, (SECRETARY, password))
        staff.shoot("/admin/", "admin", DESKTOP)
        staff.shoot("/admin/meetings/meeting/", "admin-change", DESKTOP, first=open_the_last_row)
        browser.close()
    with urllib.request.urlopen(f"{site}/bulletins/2015/pdf/") as answer:
        save(draw(answer.read()), "bulletin-page")


class Visitor:
    """Somebody who looks at pages of the demo, logged in if there is a `login` (address and password)."""

    def __init__(self, browser: Browser, site: str, login: tuple[str, str] | None = None) -> None:
        self.browser, self.site, self.state = browser, site, None
        if login:
            page = browser.new_page(locale="zh-CN")
            page.goto(f"{site}/accounts/login/")
            page.fill("input[name=login]", login[0])
            page.fill("input[name=password]", login[1])
            page.press("input[name=password]", "Enter")
            page.wait_for_url(re.compile("/(desk|admin)/"))
            self.state = page.context.storage_state()
            page.close()

    def shoot(self, path: str, name: str, size: dict, *, color_scheme: str = "light", first=None) -> None:
        """One picture of the part of a page that is seen without scrolling; `first` does something on it before."""
        context = self.browser.new_context(
            viewport=size,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            color_scheme=color_scheme,
            storage_state=self.state,
        )
        page = context.new_page()
        page.goto(f"{self.site}{path}")
        if first:
            first(page)
        page.wait_for_load_state("networkidle")
        save(Image.open(io.BytesIO(page.screenshot())), name)
        context.close()


def hand_in_an_empty_form(page: Page) -> None:
    """The long form of the running call, handed in with nothing in it."""
    page.get_by_role("link", name="去填报").first.click()
    page.get_by_label("项目名称").fill("高钛型高炉渣提钛关键技术")
    page.get_by_role("button", name="提交", exact=True).last.click()
    page.get_by_role("alert").first.wait_for()


def open_the_last_row(page: Page) -> None:
    page.locator("#result_list tbody tr").last.locator("th a, td a").first.click()


def draw(pdf: bytes) -> Image.Image:
    page = pypdfium2.PdfDocument(pdf)[BULLETIN_PAGE - 1]
    return page.render(scale=PAGE_WIDTH / page.get_width()).to_pil()


def save(picture: Image.Image, name: str) -> None:
    picture.convert("RGB").quantize(128).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2])
