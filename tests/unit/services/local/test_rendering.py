"""The page for an editor and the coloured text: nothing lost, nothing obeyed, everything marked."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from services.local.rendering import ansi, explained, html
from services.local.rendering.marks import Mark, pieces
from services.local.terminal import Style, columns
from services.parser.extraction import explain, extract

TEXT = (
    "Der Wirt Otto Brand (SPD) sagte der Zeitung, das Lokal sei „so gut wie tot“.\n\n"
    "„Sie rief: ‚Komm!‘“, sagte er.\n\nLaut Polizei fehlten 50 Gläser."
)
CODES = re.compile(r"\x1b\[[0-9]+m")


class Page(HTMLParser):
    """Which elements stand open at every word, and that each of them is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.words: list[tuple[str, list[str]]] = []
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "br"):
            self.open.append((tag, dict(attrs).get("class") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.words.append((data, [name for _, names in self.open for name in names.split()]))

    def classes_of(self, words: str) -> set[str]:
        return {name for data, names in self.words if words in data for name in names}


@pytest.fixture(scope="module")
def page() -> str:
    return html(TEXT, extract(TEXT, "de"))


def article(page: str) -> str:
    inside = page.partition('<article id="text"')[2].partition(">")[2].partition("</article>")[0]
    without_notes = re.sub(r'<a class="n .*?</a>', "", inside)
    return unescape(re.sub(r"</p>\s*", "\n\n", re.sub(r"<(?!/p>)[^>]*>", "", without_notes)))


def test_every_element_is_closed_in_its_order(page: str) -> None:
    assert Page(page).open == []


def test_the_text_is_there_word_for_word(page: str) -> None:
    assert article(page).split() == TEXT.split()


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("Wirt Otto Brand", {"speaker", "frame"}),
        ("sagte", {"cue"}),
        ("der Zeitung", {"addressee"}),
        ("das Lokal sei", {"quote", "indirect"}),
        ("so gut wie tot", {"quote", "fragment", "d1"}),
        ("Sie", {"quote", "direct"}),
        ("Polizei", {"speaker"}),
    ],
)
def test_a_finding_is_marked_as_what_it_is(page: str, words: str, wanted: set[str]) -> None:
    assert wanted <= Page(page).classes_of(words)


def test_each_quote_has_a_number_that_the_keyboard_reaches_and_a_way_back(page: str) -> None:
    count = len(extract(TEXT, "de").quotes)

    assert count >= 4
    for number in range(count):
        assert page.count(f'id="t{number}" href="#q{number}"') == 1
        assert page.count(f'<li id="q{number}"') == 1
        assert f'href="#t{number}"' in page


def test_the_card_tells_speaker_role_act_confidence_and_rule(page: str) -> None:
    card = page.partition('id="d0"')[2].partition("</a>")[0]

    for told in ("Otto Brand", "Wirt", "SPD", "assertion", "indirect.", "der Zeitung"):
        assert told in card


def test_nothing_is_loaded_and_nothing_runs(page: str) -> None:
    assert "http" not in page.replace("http-equiv", "")
    assert Page(page).tags.isdisjoint({"script", "link", "img", "iframe", "object", "form"})
    assert "default-src 'none'" in page


@pytest.mark.parametrize(
    "text",
    [
        "„<script>alert(1)</script> ist böse“, sagte <b>Anna Berg</b>.",
        '„"><img src=x onerror=y> ist böse“, sagte Anna "Berg".',
        "„Das $title ${text} ist böse“, sagte Anna Berg.",
        "„Das \u202eist\u2066 böse\x1b[2J\x00“, sagte Anna Berg.",
    ],
)
def test_what_a_text_holds_is_shown_and_not_obeyed(text: str) -> None:
    page = html(text, extract(text, "de"))

    assert Page(page).open == []
    assert "<script" not in page
    assert "<img" not in page
    assert not set(page) & set("\u202e\u2066\x1b\x00")
    assert "Wortlaut" in page


@pytest.mark.parametrize("text", ["", "\n\n", "Kein Zitat.", "„Offen"])
def test_a_text_without_quotes_is_a_page_as_well(text: str) -> None:
    assert Page(html(text, extract(text, "de"))).open == []


def test_pieces_cover_all_and_overlap_nowhere() -> None:
    marks = [Mark(0, 4, "frame", 0), Mark(2, 8, "quote", 0), Mark(5, 6, "cue", 1)]

    found = list(pieces(marks, 1, 10))

    assert [(piece.start, piece.end) for piece in found] == [
        (1, 2),
        (2, 4),
        (4, 5),
        (5, 6),
        (6, 8),
        (8, 10),
    ]
    assert [len(piece.marks) for piece in found] == [1, 2, 1, 2, 1, 0]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    shown = ansi(TEXT, extract(TEXT, "de"), Style(enabled=True), width)

    lines = CODES.sub("", shown).splitlines()
    assert (
        max(map(columns, lines)) <= max(width, 52) + 3
    )  # a mark and a full stop stay with their word
    assert " ".join(lines).split()[:4] == ["Der", "Wirt", "Otto", "Brand"]


def test_without_colour_the_quotes_are_still_numbered() -> None:
    shown = ansi(TEXT, extract(TEXT, "de"), Style(enabled=False), 80)

    assert "\x1b" not in shown
    assert "[1]" in shown


def test_a_run_of_words_takes_one_colour_code() -> None:
    shown = ansi(TEXT, extract(TEXT, "de"), Style(enabled=True), 200)

    assert "\x1b[1mDer Wirt Otto Brand (SPD)\x1b[0m" in shown


def test_an_explanation_fits_the_terminal() -> None:
    shown = explained(TEXT, explain(TEXT, "de"), Style(enabled=False), 80)

    assert max(map(columns, shown.splitlines())) <= 80
