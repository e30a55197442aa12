"""HTML in, PDF out: the one function the rest of the portal calls to print."""

import gc
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from functools import cache
from typing import BinaryIO, NamedTuple, Protocol

import weasyprint
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration

from . import justify
from .errors import PrintError, TooComplex
from .fetch import FatalFetch, Fetcher
from .fonts import REQUIRED_FONTS, check_fonts
from .inspect import check_size, inspect
from .options import READING_COPY, PrintOptions
from .write import write

justify.install()

_PARSED_AT_MOST = 8
_parsed: dict[tuple[str, ...], "_Styles"] = {}

GC_THRESHOLD = 50_000  # new objects between two looks of the collector: a page makes tens of thousands

Progress = Callable[[int, str], None]


class PdfResult(NamedTuple):
    """What a render gives back: the file (b"" if it went into one), its number of pages, the seconds it took."""

    pdf: bytes
    pages: int
    seconds: float


class _Styles(NamedTuple):
    sheets: list[weasyprint.CSS]
    counters: CounterStyle


class Layouts(Protocol):
    """Who lays documents out, keeping what it may need again."""

    def lay_out(
        self, html: str, source: weasyprint.HTML, styles: _Styles, options: PrintOptions
    ) -> weasyprint.Document:
        """As :func:`_lay_out`; ``html`` is the text that ``source`` was parsed from."""


def html_to_pdf(
    html: str,
    *,
    fetcher: Fetcher,
    stylesheets: Sequence[str],
    progress: Progress | None = None,
    options: PrintOptions = READING_COPY,
    layouts: Layouts | None = None,
    into: BinaryIO | None = None,
) -> PdfResult:
    """Print ``html`` (a whole document) with ``stylesheets`` (CSS texts) as a tagged PDF.

    Title, author, language and dates are taken from the document's ``<title>``, ``<meta>`` and ``lang``; the
    outline from its headings. ``progress(percent, label)`` is called as the work goes on, 0-100, with a
    Chinese label. ``options`` say what the file is for, ``layouts`` may know parts of the document from an
    earlier render, ``into`` is an open file that the PDF is to be written into. Raises a :class:`PrintError` for
    everything that a person can mend in the content or the installation.
    """
    start = time.perf_counter()
    report = progress or (lambda percent, label: None)
    report(2, "检查内容")
    with _print_errors():
        source = _read(html, fetcher)
    report(10, "排版")
    with _print_errors():
        styles = _parse((*stylesheets, options.css) if options.css else tuple(stylesheets), fetcher)
        if layouts is None:
            document = _lay_out(source, styles, options)
        else:
            document = layouts.lay_out(html, source, styles, options)
    report(70, "写入文件")
    with _print_errors():
        pdf = write(document, options, into)
    report(100, "完成")
    return PdfResult(pdf, len(document.pages), time.perf_counter() - start)


@contextmanager
def _print_errors():
    """Say in Chinese what WeasyPrint raises. What a progress callback raises is not touched."""
    try:
        yield
    except FatalFetch as stop:
        raise stop.error from stop
    except RecursionError as error:
        raise TooComplex("嵌套层数过多") from error
    except (ValueError, AssertionError, LookupError, ArithmeticError) as error:
        kind = type(error).__name__
        message = f"排版程序无法处理这份内容（{kind}），请检查其中的表格、列表和图片。"
        raise PrintError(message) from error


def _read(html, fetcher):
    """Parse and inspect."""
    check_fonts()
    check_size(html)
    source = weasyprint.HTML(string=html, url_fetcher=fetcher)
    inspect(source.etree_element, fetcher)
    return source


def _lay_out(source, styles: _Styles, options: PrintOptions) -> weasyprint.Document:
    """Lay a whole document out. Pieces of one are laid out the same way (`pieces`)."""
    return source.render(
        font_config=font_configuration(),
        stylesheets=styles.sheets,
        counter_style=styles.counters.copy(),
        pdf_variant=options.variant,
    )


@cache
def font_configuration() -> FontConfiguration:
    """One set of fonts per process: building it anew for every render would cost the warmth of its caches."""
    return FontConfiguration()


def _parse(stylesheets: tuple[str, ...], fetcher: Fetcher) -> _Styles:
    """Parsed stylesheets, kept from one render to the next; what they import goes through ``fetcher``."""
    if stylesheets not in _parsed:
        counters = CounterStyle()
        sheets = [
            weasyprint.CSS(
                string=text, url_fetcher=fetcher, font_config=font_configuration(), counter_style=counters
            )
            for text in stylesheets
        ]
        while len(_parsed) >= _PARSED_AT_MOST:
            _parsed.pop(next(iter(_parsed)))
        _parsed[stylesheets] = _Styles(sheets, counters)
    return _parsed[stylesheets]


def warm() -> None:
    """Load the fonts and shape a sample of each, so that a worker's first document is as fast as its second."""
    css = "".join(f'.f{index} {{ font-family: "{family}" }}' for index, family in enumerate(REQUIRED_FONTS))
    lines = "".join(
        f"<p class=f{index}>预热，warm 2015<b>粗</b><sub>2</sub></p>" for index in range(len(REQUIRED_FONTS))
    )
    sample = f"<!DOCTYPE html><html lang=zh-CN><title>预热</title><body><h1>预热</h1>{lines}</body></html>"
    html_to_pdf(sample, fetcher=Fetcher(lambda path: None, lambda name: b""), stylesheets=(css,))
    gc.collect()
    gc.freeze()  # the collector need not walk through the process's modules in every render: a tenth of its time
    gc.set_threshold(GC_THRESHOLD, 20, 20)
