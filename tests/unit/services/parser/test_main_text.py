"""What trafilatura's second opinions could not change is not asked of them."""

from __future__ import annotations

from itertools import product

import lxml.html
import pytest
from lxml.html import HtmlElement

from services.parser.furniture import without_furniture
from services.parser.main_text import _extracted, _is_settled

from .templates import TEMPLATES
from .texts import ARTICLES

LONG = "".join(f"<p>Absatz {n} des Artikels, der von der Brücke handelt.</p>" for n in range(12))


def a_tree(html: str) -> HtmlElement:
    return without_furniture(lxml.html.document_fromstring(html.encode()))


def is_settled(tree: HtmlElement) -> bool:
    found = _extracted(tree, None, fast=True)
    return found is not None and _is_settled(tree, found)


def test_what_is_settled_is_what_the_long_way_answers() -> None:
    settled = 0
    for make, blocks in product(TEMPLATES.values(), ARTICLES.values()):
        tree = a_tree(make(blocks))
        fast, full = _extracted(tree, None, fast=True), _extracted(tree, None, fast=False)
        if fast is not None and _is_settled(tree, fast):
            settled += 1
            assert full is not None
            assert fast.raw_text == full.raw_text

    assert settled >= len(TEMPLATES) * len(ARTICLES) / 2


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<article>{LONG}</article>", True),
        ("<article><p>Ein kurzer Satz.</p></article>", False),
        (f"<article>{LONG}</article><div>{LONG * 3}</div>", False),  # another text could prevail
    ],
)
def test_a_short_text_or_a_longer_one_beside_it_settles_nothing(
    body: str, *, expected: bool
) -> None:
    assert is_settled(a_tree(f"<html><body>{body}</body></html>")) is expected
