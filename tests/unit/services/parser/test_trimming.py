from __future__ import annotations

import pytest

from services.parser.trimming import trimmed

TEXT = (
    "Die Brücke bleibt gesperrt, sagte die Ministerin am Montag.",
    "Von Brücken und Menschen",
    "Der Bürgermeister nannte das einen Skandal für die Stadt.",
)


@pytest.mark.parametrize(
    "line",
    [
        "Von Ida Brandt",
        "Von Ida Brandt und Peter Lindner, Berlin",
        "(Von Ida Brandt mit dpa)",
        "VON IDA BRANDT",
        "2. März 2026",
        "02.03.2026, 09:30 Uhr",
        "Stand: 02.03.2026 09:30 Uhr",
        "Zuletzt aktualisiert am 2. März 2026 um 9:30 Uhr",
        "Berlin, 2. März 2026",
        "Lesedauer: 3 Min.",
        "Foto: V. Berger/dpa",
        "© Morgenpost 2026",
        "(dpa)",
        "dpa/ib",
        "Anzeige",
        "Quelle: Stadt Altenrode",
    ],
)
def test_what_stands_at_either_edge_and_says_nothing_is_taken_off(line: str) -> None:
    assert trimmed([line, *TEXT], None) == list(TEXT)
    assert trimmed([*TEXT, line], None) == list(TEXT)


def test_a_heading_that_looks_like_a_byline_stays_between_paragraphs() -> None:
    assert trimmed(TEXT, None) == list(TEXT)


@pytest.mark.parametrize(
    "line",
    [
        "Am 2. März 2026 um 9:30 Uhr begann die Sperrung der Brücke.",
        "BILD: Frau Ministerin, warum ist die Brücke noch immer gesperrt?",
        "Von Ida Brandt stammt der erste Bericht über die Risse in der Brücke.",
        "Anzeige erstattete der Bürgermeister noch am selben Tag.",
    ],
)
def test_a_sentence_stays_however_it_begins(line: str) -> None:
    assert line in trimmed([line, *TEXT], None)


def test_the_headline_goes_with_the_kicker_before_it() -> None:
    title = "Streit um die Brücke: „Wir prüfen jeden Pfeiler“"

    lines = ["Altenrode", f"Verkehr: {title}", "Von Ida Brandt", *TEXT]

    assert trimmed(lines, title) == list(TEXT)


def test_a_statement_in_large_letters_is_not_said_twice() -> None:
    said = "„Seit drei Jahren liegt das Papier auf dem Tisch“, sagte Lindner am Montag."

    lines = [TEXT[0], "Seit drei Jahren liegt das Papier auf dem Tisch", said]

    assert trimmed(lines, None) == [TEXT[0], said]


def test_a_caption_goes_wherever_it_stands() -> None:
    caption = "Die gesperrte Brücke bei Altenrode am Montag. Foto: Veit Berger/dpa"

    assert trimmed([TEXT[0], caption, *TEXT[1:]], None) == list(TEXT)


def test_an_empty_text_stays_empty() -> None:
    assert trimmed([], "Titel") == []
