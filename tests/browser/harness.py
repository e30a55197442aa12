"""What is asked of every page: the faults of one page, in words.

Foreign hosts and the console are watched by the page itself (tests/browsers.py); here it is looked at.
"""

import re
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT

SMALLEST_TEXT = 16  # CSS pixels
SERIOUS = ("serious", "critical")
# Without `preload` axe does not fetch the page's files a second time.
QUICK = {"resultTypes": ["violations"], "preload": False}
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa"], **QUICK}
CONTRAST_ONLY = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, **QUICK}
WITHOUT_CONTRAST = {**AXE_OPTIONS, "rules": {"color-contrast": {"enabled": False}}}

# What is not Chinese on the pages, and why it may stand there. Anything else in Latin letters fails.
ALLOWED_PHRASES = {
    "The Strategic Alliance of The Vanadium and Titanium Resources Comprehensive Utilization and Industrial "
    "Technology Innovation": "the alliance's English name, on the cover of the printed issue",
    "p、h2、h3、ul、ol、li、table、strong、em、sub、sup、blockquote": "the tags that an article may use",
    "作姓填 shan": "the pinyin of a surname, as an example",
    "pzhdyj@126.com": "the secretariat's e-mail address",
}
ALLOWED_WORDS = {
    "PDF": "the file format is called so in Chinese, too",
    "Word": "the program is called so in Chinese, too",
    "Excel": "the program is called so in Chinese, too",
    "JPG": "a file format",
    "PNG": "a file format",
    "MB": "the unit of a file's size",
    "KB": "the unit of a file's size",
    "docx": "the ending of a file's name",
    "xlsx": "the ending of a file's name",
    "TiAl": "an alloy by its formula",
    "TiC": "titanium carbide by its formula",
    "TiO": "titanium oxides by their formula",
    "VO": "vanadium dioxide by its formula",
    "Ctrl": "the name of a key",
    "WPS": "an office program",
    "jpg": "the ending of a file's name",
    "png": "the ending of a file's name",
    "CSV": "a file format",
    "csv": "the ending of a file's name",
    "Windows": "the name of a system, in the list of one's logins",
    "Linux": "the name of a system, in the list of one's logins",
    "Edge": "the name of a browser, in the list of one's logins",
    "Chrome": "the name of a browser, in the list of one's logins",
    "Safari": "the name of a browser, in the list of one's logins",
    "GSM": "the mobile telephone standard",
    "TD": "the alliance of the Chinese mobile telephone standard",
    "PCT": "the Patent Cooperation Treaty",
    "ZL": "the letters of a Chinese patent number (ZC 0006)",
}
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
ADDRESSES = re.compile(r"https?://\S+|[\w.+-]+@[\w.-]+")  # typed by people, or made for them to copy

TEXTS = """() => {
  const shown = (element) => !element.closest(".material-symbols-outlined, code, [data-user-content]");
  const attributes = ["alt", "title", "placeholder", "aria-label"];
  const said = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT", "TEXTAREA"].includes(element.tagName) && shown(element))
      said.push(walker.currentNode.textContent);
  }
  for (const name of attributes)
    for (const element of document.querySelectorAll(`[${name}]`))
      if (shown(element)) said.push(element.getAttribute(name));
  for (const button of document.querySelectorAll("input[type=submit], input[type=button]")) said.push(button.value);
  return said.join("\\n");
}"""
SMALL_TEXTS = """(smallest) => [...document.querySelectorAll("body *")]
  .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()))
  .filter((element) => !element.closest("sub, sup, .visually-hidden, .material-symbols-outlined, script, style"))
  .filter((element) => element.checkVisibility())
  .filter((element) => parseFloat(getComputedStyle(element).fontSize) < smallest)
  .map((element) => element.tagName + " " + element.textContent.trim().slice(0, 20))"""
HEADINGS = "[...document.querySelectorAll('h1')].filter((each) => each.checkVisibility()).length"
WIDTH = "document.documentElement.scrollWidth"
TOUCHED = "matchMedia('(pointer: coarse)').matches"


def english_in(text: str) -> list[str]:
    """The Latin words that no list allows, hidden ones too: a screen reader says them."""
    for phrase in ALLOWED_PHRASES:
        text = text.replace(phrase, "")
    return sorted(set(LATIN_WORD.findall(ADDRESSES.sub("", text))) - set(ALLOWED_WORDS))


def faults_of(page, path: str, *, smallest: float = SMALLEST_TEXT, closely: bool = True) -> list[str]:
    """Open `path` and say everything that is wrong with the page there; not `closely`: without axe."""
    status = page.goto(path).status
    found = [] if status == 200 else [f"status {status}"]
    if english := english_in(page.evaluate(TEXTS)):
        found.append(f"English: {english}")
    found += shape_faults_of(page, smallest)
    if closely:
        found += barriers_of(page, AXE_OPTIONS)
    return [f"{path}: {fault}" for fault in found]


def shape_faults_of(page, smallest: float = SMALLEST_TEXT) -> list[str]:
    """What depends on the width of the screen."""
    found = []
    if (wide := page.evaluate(WIDTH)) > page.viewport_size["width"]:
        found.append(f"{wide} px wide on a screen of {page.viewport_size['width']}")
    if small := page.evaluate(SMALL_TEXTS, smallest):
        found.append(f"text under {smallest} px: {small}")
    if page.evaluate(HEADINGS) != 1:
        found.append("not exactly one h1")
    return found


@contextmanager
def in_hand(page, viewport: dict):
    """The page that is open, on a phone of this size: narrow, and touched instead of pointed at."""
    devtools, before = page.context.new_cdp_session(page), page.viewport_size
    page.set_viewport_size(viewport)
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 1})
    yield
    devtools.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
    page.set_viewport_size(before)
    devtools.detach()


def phone_faults_of(page, path: str) -> list[str]:
    """What is wrong with the page that is open once it is `in_hand`. Its words and colours are those of the desk."""
    found = shape_faults_of(page) + barriers_of(page, WITHOUT_CONTRAST)
    if not page.evaluate(TOUCHED):
        found.append("a phone that is not touched")
    return [f"{path} phone: {fault}" for fault in found]


def dark_faults_of(page, path: str) -> list[str]:
    """What cannot be read on the page that is open, once it is dark."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # a colour on its way has no contrast
    found = barriers_of(page, CONTRAST_ONLY)
    page.emulate_media(color_scheme="light")
    return [f"{path} dark: {fault}" for fault in found]


def barriers_of(page, options: dict) -> list[str]:
    """axe's serious findings on the page that is open: rule, how often, the first place."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate("(options) => axe.run(options)", options)["violations"]
    return [
        f"{each['id']} ×{len(each['nodes'])}: {each['nodes'][0]['target']} "
        f"{each['nodes'][0]['html'][:160]} {_message(each['nodes'][0])}"
        for each in violations
        if each["impact"] in SERIOUS
    ]


def _message(node: dict) -> str:
    return next((check["message"] for check in (*node["any"], *node["all"], *node["none"])), "")
