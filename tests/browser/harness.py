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
STRUCTURE = {"runOnly": ["wcag2a", "wcag2aa"], "rules": {"color-contrast": {"enabled": False}}, **QUICK}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, **QUICK}

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
# Contrast is a matter of an element's colours and of what its ancestors paint behind it. Of the elements that look alike
# in this, two are asked (axe passes over one that something covers): axe needs longer for contrast than for all the
# rest. What this document has shown before, at a desk or by day, is not asked again.
LOOKS = """
  const asked = window.looksAsked ??= new Set(), now = new Map(), behind = new Map(), include = [];
  const paintedBehind = (element) => {
    if (!element) return "";
    if (!behind.has(element)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
      const paints = backgroundColor !== "rgba(0, 0, 0, 0)" || backgroundImage !== "none" || opacity !== "1";
      const own = paints ? [backgroundColor, backgroundImage, opacity].join() : "";
      behind.set(element, paintedBehind(element.parentElement) + own);
    }
    return behind.get(element);
  };
  const speaks = (element) => element.matches("input, select, textarea")
    || [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const seen = (element) => element.checkVisibility() && element.getBoundingClientRect().width > 1;
  for (const element of document.body.querySelectorAll("*")) {
    if (!speaks(element) || !seen(element)) continue;
    const { color, fontSize, fontWeight, textShadow, position } = getComputedStyle(element);
    const isOff = Boolean(element.closest(":disabled, [aria-disabled=true]"));
    const own = [element.localName, isOff, color, fontSize, fontWeight, textShadow, position];
    const look = [...own, paintedBehind(element)].join("~");
    now.set(look, (now.get(look) ?? 0) + 1);
    if (!asked.has(look) && now.get(look) <= 2) include.push(element);
  }
  for (const look of now.keys()) asked.add(look);"""
CONTRAST_OF_LOOKS = (
    f"async (options) => {{ {LOOKS}\n return include.length ? axe.run({{ include }}, options) : null; }}"
)
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
        found += barriers_of(page)
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
    """What is wrong with the page that is open once it is `in_hand`. Its words are those of the desk."""
    found = shape_faults_of(page) + barriers_of(page)
    if not page.evaluate(TOUCHED):
        found.append("a phone that is not touched")
    return [f"{path} phone: {fault}" for fault in found]


def dark_faults_of(page, path: str) -> list[str]:
    """What cannot be read on the page that is open, once it is dark."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # a colour on its way has no contrast
    found = faint_texts_of(page)
    page.emulate_media(color_scheme="light")
    return [f"{path} dark: {fault}" for fault in found]


def barriers_of(page) -> list[str]:
    """axe's serious findings on the page that is open: rule, how often, the first place."""
    bring_axe(page)
    return _serious(page.evaluate("(options) => axe.run(options)", STRUCTURE)) + faint_texts_of(page)


def faint_texts_of(page) -> list[str]:
    """Which of the looks that this page has not shown before have too little contrast."""
    bring_axe(page)
    return _serious(page.evaluate(CONTRAST_OF_LOOKS, CONTRAST))


def bring_axe(page) -> None:
    """A page that is opened often has it from `open_with_axe`."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)


def open_with_axe(page) -> None:
    """From now on every document of this page comes with axe, in a quarter of the time."""
    page.add_init_script(AXE_SCRIPT)


def _serious(result: dict | None) -> list[str]:
    return [
        f"{each['id']} ×{len(each['nodes'])}: {each['nodes'][0]['target']} "
        f"{each['nodes'][0]['html'][:160]} {_message(each['nodes'][0])}"
        for each in (result or {}).get("violations", ())
        if each["impact"] in SERIOUS
    ]


def _message(node: dict) -> str:
    return next((check["message"] for check in (*node["any"], *node["all"], *node["none"])), "")
