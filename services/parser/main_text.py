"""The article's own text of an HTML page, line by line.

trafilatura says which lines are the article's, precision first; we read them ourselves from the
page, so that no line is glued to the next and headings and lists between them stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from importlib.metadata import version
from typing import Final

import lxml.html
import trafilatura
from lxml.html import HtmlElement
from readability import Document as Readability
from trafilatura.settings import Document
from trafilatura.xml import xmltotxt

from schemas import Extractor
from services.runtime.version import VERSION

from .blocks import Block, blocks_in
from .furniture import without_furniture, without_headline
from .metadata import Metadata
from .sentences import has_sentence, sentence_characters

SUSPICIOUS: Final = 250  # code points; below, a second opinion is asked for
_LEAST_MATCHED: Final = 0.95  # of trafilatura's text found again, or its own lines are taken
_AHEAD: Final = 5000  # code points in which a line may be found again
_DISTINCT: Final = 30  # a shorter line may stand anywhere

_MOST: Final = 0.8  # of our text; a page that repeats only its first lines decides nothing
_LONGEST_OPENING: Final = 8  # lines: headline, lead, byline, date, caption
_LIVE_ENTRIES: Final = 2
# What trafilatura takes for a sign that its own answer is faulty.
_NO_TEXT: Final = (
    "aside audio button fencedframe fieldset figure footer iframe input label link nav noindex"
    " noscript object option select source svg time"
)
_UNCLEAN: Final = frozenset(_NO_TEXT.split())
_OWN: Final = Extractor(name="wortlaut", version=VERSION)

# What two readings of one line may differ in: blanks, marks, what joins emoji.
_NO_WORD = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class MainText:
    lines: tuple[str, ...]
    extractor: Extractor

    def __len__(self) -> int:
        return sum(map(len, self.lines))


def main_text(tree: HtmlElement, metadata: Metadata, url: str | None = None) -> MainText:
    """`tree` is used up."""
    without_furniture(tree)
    blocks = list(blocks_in(tree))
    without_headline(tree)
    if metadata.is_live and (live := _by_entries(tree)):
        return live
    found = _as_told(_by_trafilatura(tree, blocks, url), metadata)
    if len(found) >= SUSPICIOUS:
        return found
    others = (_by_readability(tree), _by_density(blocks))
    return max((found, *others), key=lambda text: _weight(text, favoured=text is found))


def _weight(text: MainText, *, favoured: bool) -> int:
    """Sentences count; a second opinion must find more than twice as much."""
    return sentence_characters(text.lines) * (2 if favoured else 1)


def _by_trafilatura(tree: HtmlElement, blocks: Sequence[Block], url: str | None) -> MainText:
    """Its second opinions cost as much as its first: they are heard where they could prevail."""
    found = _extracted(tree, url, fast=True)
    if found is None or not _is_settled(tree, found):
        found = _extracted(tree, url, fast=False)
    text = xmltotxt(found.body, include_formatting=False) if found else ""
    lines = _found_again(text, blocks) or (line.removeprefix("- ") for line in text.splitlines())
    return MainText(tuple(lines), _named("trafilatura"))


def _extracted(tree: HtmlElement, url: str | None, *, fast: bool) -> Document | None:
    """Its format makes no difference, but for „python“: there the body is used up."""
    found = trafilatura.bare_extraction(
        tree,
        url=url,
        fast=fast,
        favor_precision=True,
        output_format="txt",
        include_comments=False,
        include_tables=False,
        include_formatting=False,
    )
    return found if isinstance(found, Document) else None


def _is_settled(tree: HtmlElement, found: Document) -> bool:
    """No second opinion could prevail (`trafilatura.external`).

    Readability's would have to be more than twice as long, and justext's is asked for when the text
    is short or holds what is no text. Where paragraphs had to be gathered from all over the page,
    the fast way also keeps teasers: it answers otherwise on 3 of 1,250 real pages, one of opinion.
    """
    length = len(found.raw_text or "")
    if length < SUSPICIOUS or next(found.body.iter(*_UNCLEAN), None) is not None:
        return False
    if not any(p.text or len(p) for p in found.body.iter("p")):
        return False
    return len(" ".join(tree.text_content().split())) <= 2 * length


def _found_again(text: str, blocks: Sequence[Block]) -> list[str]:
    """The page's own lines that trafilatura chose, with the headings and items between them."""
    whole = _key(text)
    chosen: list[int] = []
    matched = place = 0
    for number, block in enumerate(blocks):
        key = _key(block.text)
        start = _place_of(key, whole, place)
        if start is not None:
            chosen.append(number)
            matched += len(key)
            place = start + len(key)
    if not chosen or matched < _LEAST_MATCHED * len(whole):
        return []
    return list(_with_what_is_between(blocks, chosen))


def _key(line: str) -> str:
    return _NO_WORD.sub("", line)


def _place_of(key: str, whole: str, place: int) -> int | None:
    if key and whole.startswith(key, place):
        return place
    if len(key) < _DISTINCT:
        return None
    start = whole.find(key, place, place + _AHEAD + len(key))
    return start if start >= 0 else None


def _with_what_is_between(blocks: Sequence[Block], chosen: Sequence[int]) -> Iterator[str]:
    own = {*chosen, *_lead(blocks, chosen[0])}
    for number in range(min(own), chosen[-1] + 1):
        block = blocks[number]
        if number in own or (block.kind != "paragraph" and not block.is_linked):
            yield block.text


def _lead(blocks: Sequence[Block], first: int) -> Iterator[int]:
    """What stands between headline and text and is a sentence opens the article."""
    opening = range(max(0, first - _LONGEST_OPENING), first)
    after = next((n + 1 for n in reversed(opening) if blocks[n].element.tag == "h1"), first)
    for number in range(after, first):
        if not blocks[number].is_linked and has_sentence([blocks[number].text]):
            yield number


def _as_told(found: MainText, metadata: Metadata) -> MainText:
    """Where the page repeats its article for machines and we agree on most, its word decides."""
    told = _key(unescape(metadata.body or ""))
    lines = [line for line in found.lines if _key(line) in told]
    if len("".join(lines)) < _MOST * len(found) or len("".join(lines)) < SUSPICIOUS:
        return found
    kept = (line for line in found.lines if line in set(lines) or not has_sentence([line]))
    return replace(found, lines=tuple(kept))


def _by_entries(tree: HtmlElement) -> MainText | None:
    """A live blog: every entry is an article of its own, and all of them are this one's text."""
    entries = [e for e in tree.iter("article") if e.find(".//article") is None]
    lines = tuple(line for entry in entries for line in _texts(blocks_in(entry)))
    if len(entries) < _LIVE_ENTRIES or not has_sentence(lines):
        return None
    return MainText(lines, _OWN)


def _by_readability(tree: HtmlElement) -> MainText:
    try:
        page = lxml.html.tostring(tree, encoding="unicode")
        summary = Readability(page).summary(html_partial=True)
        lines = _texts(blocks_in(lxml.html.fragment_fromstring(summary, create_parent="div")))
    except Exception:  # noqa: BLE001 - readability raises what its parsers raise; no second opinion
        lines = ()
    return MainText(lines, _named("readability-lxml"))


def _by_density(blocks: Sequence[Block]) -> MainText:
    """The one element with most sentences in it: all there is to go by where nothing is named."""
    groups: dict[HtmlElement, list[Block]] = {}
    for block in blocks:
        groups.setdefault(_column(block), []).append(block)
    candidates = map(_texts, groups.values())
    best = max(candidates, key=sentence_characters, default=())
    return MainText(best, _OWN)


def _column(block: Block) -> HtmlElement:
    """What holds the paragraph; a cell with breaks in it holds itself."""
    parent = block.element.getparent()
    return block.element if block.element.tag == "td" or parent is None else parent


def _texts(blocks: Iterable[Block]) -> tuple[str, ...]:
    return tuple(block.text for block in blocks if not block.is_linked)


@cache
def _named(package: str) -> Extractor:
    return Extractor(name=package, version=version(package))
