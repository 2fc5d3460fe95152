from __future__ import annotations

import re

import pytest

from services.local.rendering import html
from services.local.rendering.numbers import as_read
from services.parser.extraction import extract


def marked(text: str) -> str:
    return html(text, extract(text, "de"))


def classes_at(page: str, words: str) -> set[str]:
    """Of the mark that begins with `words`."""
    found = re.search(rf'<span class="([^"]*)"[^>]*>{re.escape(words)}', page)
    assert found is not None, words
    return set(found[1].split())


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Laut Polizei wurde niemand verletzt.", "wurde", {"polarity-negative"}),
        ("Er sagte, der Damm könnte brechen.", "der Damm", {"certainty-possible"}),
        ("Experten vermuten, dass Öl austritt.", "Öl", {"certainty-probable"}),
        ("Angeblich fehlen Akten.", "Angeblich", {"certainty-underspecified"}),
        ("Es kamen 300 Gäste.", "300 Gäste", {"claim", "number", "certainty-certain"}),
    ],
)
def test_a_claim_shows_its_certainty_and_polarity(
    text: str, words: str, expected: set[str]
) -> None:
    assert expected <= classes_at(marked(text), words)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Es kamen bis zu 12.000 Soldaten.", "at most 12000 Soldaten"),
        ("Es kamen rund 300 Gäste.", "about 300 Gäste"),
        ("Es kamen zwischen 10 und 20 Boote.", "10–20 Boote"),
        ("Das kostet mehr als 1,5 Mio. Euro.", "more than 1500000 EUR"),
    ],
)
def test_a_number_is_shown_as_it_was_read(text: str, read: str) -> None:
    (quantity,) = extract(text, "de").claims[0].quantities

    assert as_read(quantity) == read
    assert f'title="read as {read}"' in marked(text)
