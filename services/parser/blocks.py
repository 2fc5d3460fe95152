"""An HTML tree as lines of text: what a reader sees as a line of its own is one here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from lxml.etree import iterwalk
from lxml.html import HtmlElement

Kind = Literal["heading", "item", "quote", "paragraph"]

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN: Final = (
    "audio button canvas dialog embed head iframe input math noscript object option script select"
    " style svg template textarea title video"
)
_BREAKING: Final = (
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure"
    " footer form header hr li main nav ol p pre section summary table tbody td tfoot th thead tr"
    " ul"
)
UNSEEN: Final = frozenset(_UNSEEN.split())
BREAKING: Final = HEADINGS.union(_BREAKING.split())


@dataclass(slots=True)
class Block:
    """A line: `linked` of its code points are a link's; `element` is what it stands in."""

    kind: Kind
    text: str
    linked: int
    element: HtmlElement

    @property
    def is_linked(self) -> bool:
        """Wholly, or but for a few marks: it is about another page."""
        return self.linked >= 0.8 * len(self.text)


class _Reader:
    """Gathers the text between two breaks."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.linked = 0
        self.links = 0  # how many are open
        self.owners: list[HtmlElement] = []

    def take(self, text: str | None) -> None:
        if text:
            self.parts.append(text)
            self.linked += len(text.strip()) if self.links else 0

    def flush(self) -> Iterator[Block]:
        """A soft break is one: it ends a line unless the sentence goes on in small letters."""
        owner = self.owners[-1] if self.owners else None
        whole = "".join(self.parts)
        linked, self.linked = self.linked, 0
        self.parts.clear()
        if owner is None or whole.isspace():
            return
        kind = _kind_of(self.owners)
        for line in _lines(whole):
            yield Block(kind, line, min(linked, len(line)), owner)


def blocks_in(root: HtmlElement) -> Iterator[Block]:
    reader = _Reader()
    walk = iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        tag = element.tag
        if event in {"comment", "pi"} or not isinstance(tag, str):
            reader.take(element.tail)
        elif event == "start" and tag in UNSEEN:
            walk.skip_subtree()
        elif event == "start":
            yield from _opened(reader, element, tag)
        else:
            yield from _closed(reader, element, tag, is_root=element is root)
    yield from reader.flush()


def _opened(reader: _Reader, element: HtmlElement, tag: str) -> Iterator[Block]:
    if tag in BREAKING:
        yield from reader.flush()
        reader.owners.append(element)
    elif tag == "br":
        reader.parts.append("\n")
    elif tag == "a":
        reader.links += 1
    # a line break in the source is a blank on the page
    reader.take(_flowing(element.text))


def _closed(reader: _Reader, element: HtmlElement, tag: str, *, is_root: bool) -> Iterator[Block]:
    if tag in BREAKING:
        yield from reader.flush()
        reader.owners.pop()
    elif tag == "a":
        reader.links -= 1
    if not is_root:
        reader.take(_flowing(element.tail))


def _flowing(text: str | None) -> str | None:
    return text.replace("\n", " ").replace("\r", " ") if text else text


def _lines(whole: str) -> Iterator[str]:
    held = ""
    for part in whole.split("\n"):
        line = " ".join(part.split())
        if held and line[:1].islower():
            held = f"{held} {line}"
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _kind_of(owners: list[HtmlElement]) -> Kind:
    for element in reversed(owners[-4:]):
        if element.tag in HEADINGS:
            return "heading"
        if element.tag in {"li", "dd", "dt"}:
            return "item"
        if element.tag == "blockquote":
            return "quote"
    return "paragraph"
