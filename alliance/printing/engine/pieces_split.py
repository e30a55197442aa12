"""Take the element tree of a document apart into the trees of its pieces (see `pieces`)."""

from typing import NamedTuple
from xml.etree.ElementTree import Element, tostring

import cssselect2
import weasyprint

MARK = "data-piece"


class Part(NamedTuple):
    """The tree of a piece, and those of its elements that began in an earlier piece, outermost first."""

    tree: Element
    continued: tuple[Element, ...]


def split(root: Element) -> list[Part]:
    """The pieces in order: each with the whole ``<head>`` and its own part of the ``<body>``.

    The elements inside a piece are those of ``root`` itself, not copies; the elements around it are shallow
    copies. Without marks the answer is the whole document.
    """
    wrappers = _elements_with_marks_inside(root)
    if not wrappers:
        return [Part(root, ())]
    splitter = _Splitter(wrappers)
    splitter.visit(root)
    return splitter.pieces


def _elements_with_marks_inside(root: Element) -> set[Element]:
    found: set[Element] = set()

    def look(element) -> bool:
        inside = [look(child) for child in element]
        if any(inside):
            found.add(element)
        return any(inside) or MARK in element.attrib

    look(root)
    return found


class _Splitter:
    """Walks through the wrappers; ``path`` holds the open ones, each with its copy in the current piece."""

    def __init__(self, wrappers: set[Element]):
        self.wrappers = wrappers
        self.pieces: list[Part] = []
        self.path: list[tuple[Element, Element]] = []
        self.has_content = True  # so that the root opens the first piece

    def visit(self, element: Element) -> None:
        if not self.path:
            self.pieces.append(Part(self._open(element), ()))
            self.has_content = False
        elif self.has_content and self._begins_with_mark(element):
            self._start_piece()
        if element not in self.wrappers:
            self._keep(element)
            return
        if len(self.path) > 1 or self.path[0][0] is not element:
            copy = self._open(element)
            self.path[-2][1].append(copy)
        self.path[-1][1].text = element.text
        self.has_content = self.has_content or bool((element.text or "").strip())
        for child in element:
            self.visit(child)
        self.path.pop()

    def _begins_with_mark(self, element: Element) -> bool:
        """A wrapper without anything before its first mark begins with that piece."""
        while MARK not in element.attrib:
            if element not in self.wrappers or (element.text or "").strip():
                return False
            element = element[0]
        return True

    def _open(self, element: Element) -> Element:
        copy = Element(element.tag, element.attrib)
        self.path.append((element, copy))
        return copy

    def _keep(self, element: Element) -> None:
        self.path[-1][1].append(element)
        if element.tag == "head":
            self.head = element
        else:
            self.has_content = True

    def _start_piece(self) -> None:
        originals = [original for original, _ in self.path]
        self.path = []
        for original in originals:
            copy = self._open(original)
            if len(self.path) > 1:
                self.path[-2][1].append(copy)
            else:
                copy.append(self.head)
        copies = tuple(copy for _, copy in self.path)
        self.pieces.append(Part(copies[0], copies))
        self.has_content = False


def as_document(tree: Element, source: weasyprint.HTML) -> weasyprint.HTML:
    """``tree`` as WeasyPrint takes it: with the addresses and the fetcher of ``source``."""
    document = weasyprint.HTML.__new__(weasyprint.HTML)
    document.base_url, document.url_fetcher = source.base_url, source.url_fetcher
    document.media_type = source.media_type
    document.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
    document.etree_element = document.wrapper_element.etree_element
    return document


def text_of(tree: Element) -> bytes:
    """What the layout of a piece depends on in its document: the attributes of the root, styles in the head, the body."""
    head, body = tree.find("head"), tree.find("body")
    styles = [] if head is None else [child for child in head if child.tag in ("style", "link")]
    attributes = repr(sorted(tree.attrib.items())).encode()
    return b"\x00".join([attributes, *map(tostring, styles), tostring(body)])


def ids_of(tree: Element) -> set[str]:
    """The ids inside a piece."""
    return {element.get("id") for element in tree.iter() if element.get("id")}


def links_of(tree: Element) -> set[str]:
    """The ids that a piece links to."""
    addresses = (element.get("href") or "" for element in tree.iter("a"))
    return {address[1:] for address in addresses if address.startswith("#")}
