"""Interviews and debates: whose turn a paragraph is, by a label, or by question and answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from services.parser.extraction.document import Document
from services.parser.extraction.findings import Range
from services.parser.extraction.languages.de.first_names import is_first_name
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.traits import FORMS_OF_ADDRESS
from services.parser.extraction.languages.de.words import TIME_NOUNS
from services.parser.extraction.segmentation.sentences import Paragraph

_LABEL: Final = 8  # tokens of a label, brackets included
_QUESTION: Final = 90  # tokens; whoever asks is brief
_ASKING: Final = frozenset({"frage", "interviewer", "interviewerin", "redaktion", "reporter", "q"})
_ANSWERING: Final = frozenset({"antwort", "a"})
_NO_SPEAKER: Final = frozenset(
    ["foto", "fotos", "bild", "video", "info", "update", "hinweis", "quelle", "von", "text", "tipp"]
)
_INITIALS: Final = re.compile(r"(?:[A-ZÄÖÜ] ?\.? ?){1,3}|[A-ZÄÖÜ]{2,3}")
_LAST: Final = frozenset({"gespräch", "interview", "fragen", "interviews"})
_PROMPT: Final = 40  # tokens of what is no question, and yet answered
_YOU: Final = frozenset({"sie", "ihnen", "ihr", "ihre", "ihren", "ihrem", "ihrer", "du", "dir"})
_ME: Final = frozenset({"ich", "mich", "mir", "mein", "meine", "meinen", "meinem", "meiner"})
_I: Final = frozenset({"ich", "wir", "mich", "mir", "uns", "mein", "meine", "unsere", "unser"})


class Turn(NamedTuple):
    """`pieces` are the paragraphs of an answer; `label` the tokens that say whose it is."""

    label: Range
    pieces: tuple[Range, ...]


class _Labelled(NamedTuple):
    paragraph: int
    name: str
    label: Range
    start: int


def turns_in(document: Document, text: Tagged) -> list[Turn]:
    """The answers of an interview, the speeches of a debate; none in any other text."""
    paragraphs = document.paragraphs
    if len(paragraphs) < 2:
        return []
    labelled = list(_labelled(text, paragraphs))
    if _is_dialogue(text, paragraphs, labelled):
        return list(_of_labels(text, paragraphs, labelled))
    return list(_of_questions(text, paragraphs))


# --- labels: „Brandl: Nein.“, „H. K.: Nein.“, „Antwort: Nein.“ -----------------------------------


def _labelled(text: Tagged, paragraphs: Sequence[Paragraph]) -> Iterator[_Labelled]:
    for number, (first, end, _, _) in enumerate(paragraphs):
        colon = next(
            (i for i in range(first, min(first + _LABEL, end - 1)) if text.words[i] == ":"), 0
        )
        if colon > first and _is_label(text, first, colon) and not _is_marked(text, colon + 1):
            name = _label_end(text, first, colon)
            words = " ".join(text.words[first:name])
            yield _Labelled(number, words, (first, name), colon + 1)


def _is_marked(text: Tagged, index: int) -> bool:
    """„Brandl: „Nein.““ needs no turn: its marks tell where it ends."""
    return text.words[index] in '„“”"»«‚›‹'


def _label_end(text: Tagged, first: int, colon: int) -> int:
    """Without a bracket: „Müller (SPD):“"""
    return next((i for i in range(first + 1, colon) if text.words[i] == "("), colon)


def _is_label(text: Tagged, first: int, colon: int) -> bool:
    end = _label_end(text, first, colon)
    words = text.words[first:end]
    if _INITIALS.fullmatch(" ".join(words)):
        return True
    if text.folded[first] in _NO_SPEAKER or text.folded[first] in TIME_NOUNS:
        return False
    if any(text.is_finite(i) for i in range(first, end)):
        return False
    return all(
        word[0].isupper() or text.folded[i] in ("von", "van", "de", "der", "zu", "dr.", "al")
        for i, word in enumerate(words, start=first)
    )


def _is_dialogue(
    text: Tagged, paragraphs: Sequence[Paragraph], labelled: Sequence[_Labelled]
) -> bool:
    """A label comes again, or it answers a question."""
    counts = Counter(turn.name for turn in labelled)
    if any(count > 1 for name, count in counts.items() if not _is_topic(name)):
        return True
    return any(
        turn.paragraph > 0 and _asks(text, paragraphs[turn.paragraph - 1]) for turn in labelled
    )


def _is_topic(name: str) -> bool:
    return any(letter.isdigit() for letter in name)


def _asks(text: Tagged, paragraph: Paragraph) -> bool:
    last = text.words[paragraph.end - 1]
    return last == "?" and paragraph.end - paragraph.first <= _QUESTION


def _of_labels(
    text: Tagged, paragraphs: Sequence[Paragraph], labelled: Sequence[_Labelled]
) -> Iterator[Turn]:
    asking = _askers(text, paragraphs, labelled)
    starts = {turn.paragraph: turn for turn in labelled}
    following = dict(pairwise(starts))
    addressed = _addressed(text, paragraphs)
    for number, turn in starts.items():
        if turn.name in asking:
            continue
        pieces = [(turn.start, paragraphs[number].end)]
        if asking:  # everybody is labelled, so what is not goes on
            pieces += _going_on(text, paragraphs, number, following.get(number))
        is_word = text.folded[turn.label[0]] in _ANSWERING
        label = addressed if is_word and addressed is not None else turn.label
        yield Turn(label, tuple(pieces))


def _askers(
    text: Tagged, paragraphs: Sequence[Paragraph], labelled: Sequence[_Labelled]
) -> set[str]:
    """Labels most of whose turns are questions, while somebody else's are not."""
    asked: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    for turn in labelled:
        turns[turn.name] += 1
        asked[turn.name] += _asks(text, paragraphs[turn.paragraph])
    asking = {name for name in turns if 2 * asked[name] > turns[name]}
    asking |= {name for name in turns if name.lower().split(" ")[-1] in _ASKING}
    return asking if len(asking) < len(turns) else set()


def _going_on(
    text: Tagged, paragraphs: Sequence[Paragraph], number: int, following: int | None
) -> list[Range]:
    if following is None:
        return []
    between = paragraphs[number + 1 : following]
    return [(p.first, p.end) for p in between if not p.is_heading and not _asks(text, p)]


# --- no labels: „Herr Roth, gehen Sie?“ in one paragraph, the answer in the next -----------------


def _of_questions(text: Tagged, paragraphs: Sequence[Paragraph]) -> Iterator[Turn]:
    asked = [n for n, p in enumerate(paragraphs) if _asks(text, p) and _has(text, p, _YOU)]
    asking = frozenset(asked)
    answers = [n + 1 for n in asked if n + 1 < len(paragraphs) and n + 1 not in asking]
    addressed = _addressed(text, paragraphs, asked)
    if len(answers) < 2 or addressed is None:
        return
    if not any(_has(text, paragraphs[n], _I) for n in answers):
        return
    for number in sorted({*answers, *_prompted(text, paragraphs, asked[0])}):
        paragraph = paragraphs[number]
        if not _is_marked(text, paragraph.first) and not _closes(text, paragraph):
            yield Turn(addressed, ((paragraph.first, paragraph.end),))


def _prompted(text: Tagged, paragraphs: Sequence[Paragraph], first: int) -> Iterator[int]:
    """Answers to what is shorter, or no question: „Man sagt, Sie rauchen.“ „Was darf weg?“"""
    for number in range(first, len(paragraphs) - 1):
        if _prompts(text, paragraphs[number]) and not _prompts(text, paragraphs[number + 1]):
            yield number + 1


def _prompts(text: Tagged, paragraph: Paragraph) -> bool:
    first, end = paragraph.first, paragraph.end
    if end - first > _PROMPT or _has(text, paragraph, _ME) or paragraph.is_heading:
        return False
    return text.words[end - 1] == "?" or any(
        text.words[i][0].isupper() and text.folded[i] in _YOU and text.words[i - 1] not in ".!?"
        for i in range(first + 1, end)
    )


def _has(text: Tagged, paragraph: Paragraph, wanted: frozenset[str]) -> bool:
    return any(text.folded[i] in wanted for i in range(paragraph.first, paragraph.end))


def _closes(text: Tagged, paragraph: Paragraph) -> bool:
    """„Das Gespräch führte Tim Oster.“"""
    return paragraph.end - paragraph.first <= 12 and _has(text, paragraph, _LAST)


def _addressed(
    text: Tagged, paragraphs: Sequence[Paragraph], asked: Sequence[int] = ()
) -> Range | None:
    """Whom the questions address: „Frau Brandl, …“; else the one full name before them."""
    for paragraph in paragraphs:
        if not _asks(text, paragraph):
            continue
        for index in range(paragraph.first, min(paragraph.first + 12, paragraph.end - 1)):
            if text.folded[index] in FORMS_OF_ADDRESS and text.words[index + 1][0].isupper():
                end = index + 2
                while text.folded[end - 1] in ("dr.", "prof.", "von", "van", "de", "der"):
                    end += 1
                return (index, end)
    first = asked[0] if asked else 0
    return _introduced(
        text,
        paragraphs[: first or next((n for n, p in enumerate(paragraphs) if _asks(text, p)), 0)],
    )


def _introduced(text: Tagged, paragraphs: Sequence[Paragraph]) -> Range | None:
    """The one full name; of several, the one whose first name is known."""
    found: dict[str, Range] = {}
    known: dict[str, Range] = {}
    for paragraph in paragraphs:
        for index in range(paragraph.first, paragraph.end - 1):
            if text.tags[index] == text.tags[index + 1] == "NE":
                found.setdefault(text.words[index + 1], (index, index + 2))
                if is_first_name(text.words[index]):
                    known.setdefault(text.words[index + 1], (index, index + 2))
    only = known or found
    return next(iter(only.values())) if len(only) == 1 else None
