"""Lines that trafilatura takes for the article's and a reader would not: the headline again, by
whom and when, whose picture, and the statement that a box repeats in large letters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from .sentences import has_sentence

_EDGE: Final = 8  # lines from either end among which dates and credits are looked for
_LONGEST: Final = 120  # code points; what is longer is text
_LEAST_REPEATED: Final = 20  # code points; shorter ones may well be said twice

_NAME: Final = r"[A-ZÄÖÜ][\w.’'-]*"
_AGENCY: Final = r"(?:dpa|afp|AFP|epd|KNA|kna|Reuters|rtr|SID|sid)"
_MONTH: Final = (
    r"(?:\d{1,2}\.|jan\w*\.?|feb\w*\.?|märz|apr\w*\.?|mai|jun\w*\.?|jul\w*\.?|aug\w*\.?|sep\w*\.?"
    r"|okt\w*\.?|nov\w*\.?|dez\w*\.?)"
)
_BYLINE: Final = re.compile(
    rf"\(?(?:[Vv]on|VON|Text|Autor(?:in)?|[Bb]y):?\s{_NAME}(?:[\s,/]+(?:{_NAME}|{_AGENCY}"
    rf"|von|van|de|zu|der|und|mit))*[,.]?\)?|\(?{_AGENCY}(?:/\w+)*\)?|\([a-z]{{2,5}}(?:/[a-z]{{2,5}})*\)"
)
_EMBEDDED: Final = re.compile(  # what a page says where it would show another's post
    r"an dieser stelle (?:finden sie|befindet sich|steht)|mit ihrer zustimmung (?:wird|werden) hier"
    r"|ich bin (?:damit )?einverstanden, dass mir externe|empfohlener (?:externer|redaktioneller)",
    re.IGNORECASE,
)
_DATED: Final = re.compile(
    rf"""
    (?:(?:stand|veröffentlicht|erstellt|aktualisiert|zuletzt|geändert|datum|am|um|vom|[a-zäöü]+,)
       [:\s]*)*
    (?:\d{{1,2}}\.\s?{_MONTH}\s?\d{{2,4}}|\d{{4}}-\d\d-\d\d)   # 2. März 2026, 02.03.2026
    (?:[\s,|·–-]*(?:um\s)?\d{{1,2}}[:.]\d\d(?::\d\d)?)?        # 09:30
    (?:\s?uhr)?[\s|·]*
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CLOCK: Final = re.compile(r"(?:um\s)?\d{1,2}[:.]\d\d(?:\s?uhr)?", re.IGNORECASE)  # a live blog's
_CREDIT: Final = re.compile(
    r"©|\(c\)|(?:foto|bild|bildquelle|quelle|verwendete quelle|grafik|video)(?:s|n|er)?:"
    r"|verwendete quellen|copyright\b|lesedauer\b|(?:anzeige|werbung|newsletter|teilen)$|\|",
    re.IGNORECASE,
)
_CAPTION: Final = re.compile(
    r"(?:\b(?:foto|bild|grafik|quelle):|©)\s[^.!?]{2,60}\.?\)?$", re.IGNORECASE
)
_PIECES: Final = re.compile(r"[.!?…:,;„“”\"»«›‹]+")


def trimmed(lines: Sequence[str], title: str | None) -> list[str]:
    first, last = _text_within(lines)
    start = _after_headline(lines[:first], title)
    kept = [
        line
        for place, line in enumerate(lines[start:], start)
        if not _is_caption(line)
        and not (_CLOCK.fullmatch(line) or _EMBEDDED.match(line))
        and not (_is_by_whom(line) and not first <= place <= last)
        and not (_is_dated_or_credit(line) and not _EDGE <= place < len(lines) - _EDGE)
    ]
    return _without_repetitions(kept)


def _text_within(lines: Sequence[str]) -> tuple[int, int]:
    """The places of the first and the last line with a sentence in it."""
    places = [place for place, line in enumerate(lines) if has_sentence([line])]
    return (places[0], places[-1]) if places else (0, len(lines))


def _after_headline(opening: Sequence[str], title: str | None) -> int:
    """Kickers stand before the headline: they go with it."""
    wanted = _plain(title or "")
    ends = [n + 1 for n, line in enumerate(opening) if wanted and _plain(line).endswith(wanted)]
    return ends[-1] if ends else 0


def _is_caption(line: str) -> bool:
    return len(line) <= 2 * _LONGEST and _CAPTION.search(line) is not None


def _is_by_whom(line: str) -> bool:
    return len(line) <= _LONGEST and _BYLINE.fullmatch(line) is not None


def _is_dated_or_credit(line: str) -> bool:
    if len(line) > _LONGEST or has_sentence([line]):
        return False
    return _DATED.fullmatch(line) is not None or _CREDIT.match(line) is not None


def _without_repetitions(lines: Sequence[str]) -> list[str]:
    """A line goes when a longer one says all of it."""
    longest: dict[str, int] = {}
    for line in lines:
        for piece in _pieces(line):
            longest[piece] = max(longest.get(piece, 0), len(line))
    return [line for line in lines if not _is_repeated(line, longest)]


def _is_repeated(line: str, longest: dict[str, int]) -> bool:
    pieces = _pieces(line)
    if sum(map(len, pieces)) < _LEAST_REPEATED:
        return False
    # two marks at least are gone from a statement that is pulled out
    return all(longest[piece] > len(line) + 2 for piece in pieces)


def _pieces(line: str) -> list[str]:
    return [piece for part in _PIECES.split(line) if (piece := _plain(part))]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
