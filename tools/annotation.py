"""Annotated articles as they are written: header, text, and who said what, by the words.

A span is named by its exact words, so that offsets cannot drift; docs/annotation.md says how.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

Annotation: TypeAlias = dict[str, Any]  # as it stands in the JSON
Place: TypeAlias = tuple[int, int]

_RULE: Final = "\n=====\n"
_TO: Final = ">"
_TYPES: Final = ("direct", "indirect", "reported", "free_indirect", "indirect_free_indirect")
_KINDS: Final = ("person", "organization", "group", "document", "unknown")
_NUMBERED: Final = re.compile(r"(?P<words>.*)#(?P<number>\d+)", re.DOTALL)
_BRACKETED: Final = re.compile(r"(?P<before>.*)\[(?P<words>[^\[\]]+)\](?P<behind>.*)", re.DOTALL)
_TYPE: Final = re.compile(r"(?P<type>[a-z_]+)(?P<partial>\*?)(?P<optional>\??)")


def article(source: str) -> Annotation:
    """The article of one source: header, text, quotes, each part behind a line of five signs."""
    header, text, lines = source.split(_RULE)
    fields = dict(line.split(": ", 1) for line in header.strip().splitlines())
    return {**fields, "text": text, "quotes": quotes(text, lines)}


def quotes(text: str, lines: str) -> list[Annotation]:
    found: list[Annotation] = []
    for line in lines.strip().splitlines():
        found.append(_quote(text, line, found[-1]["speaker"] if found else None))
    found.sort(key=lambda quote: (quote["spans"][0]["start"], -quote["spans"][-1]["end"]))
    for quote in found:
        quote["nested_in"] = _outer(quote, found)
    return found


def _quote(text: str, line: str, last: Annotation | None) -> Annotation:
    parts = [part.strip() for part in line.split(" | ")]
    to = [part[1:].strip() for part in parts if part.startswith(_TO)]
    kind, where, *speaker = (part for part in parts if not part.startswith(_TO))
    found = _TYPE.fullmatch(kind)
    if found is None or found["type"] not in _TYPES:
        raise ValueError(f"no type of quote: {line!r}")
    return {
        "type": found["type"],
        "partial": bool(found["partial"]),
        "optional": bool(found["optional"]),
        "spans": [_span(text, place) for place in _content(text, where)],
        "speaker": _speaker(text, speaker, last),
        **({"addressee": _span(text, _place(text, to[0]))} if to else {}),
    }


def _speaker(text: str, parts: list[str], last: Annotation | None) -> Annotation | None:
    """`mention | kind | name`, `-` for nobody, `^` for the speaker of the line before."""
    if parts == ["-"]:
        return None
    if parts == ["^"]:
        return {**last, "continued": True} if last else None
    mention, kind, *name = parts
    if kind not in _KINDS:
        raise ValueError(f"no kind of speaker: {parts!r}")
    places = [_place(text, words) for words in mention.split(" / ")]
    return {
        "mentions": [_span(text, place) for place in places],
        "kind": kind,
        "names": name[0].split(" / ") if name else [],
        "continued": False,
    }


def _span(text: str, place: Place) -> Annotation:
    start, end = place
    return {"start": start, "end": end, "exact": text[start:end]}


def _content(text: str, where: str) -> Iterator[Place]:
    for piece in where.split(" ++ "):
        yield _stretch(text, piece)


def _stretch(text: str, words: str) -> Place:
    """„Wir haben ... geschafft“: from the first words to the next place of the last."""
    if " ... " not in words:
        return _place(text, words)
    first, last = words.split(" ... ")
    start, end = _place(text, first)
    behind = text.find(last, end)
    if behind < 0:
        raise ValueError(f"not in the text: {words!r}")
    return start, behind + len(last)


def _place(text: str, words: str) -> Place:
    """Words that stand once, `words#2` for the second place, or `before [words] behind`."""
    bracketed = _BRACKETED.fullmatch(words)
    if bracketed and words not in text:
        start = _only(text, "".join(bracketed.groups())) + len(bracketed["before"])
        return start, start + len(bracketed["words"])
    numbered = _NUMBERED.fullmatch(words)
    if numbered:
        starts = [m.start() for m in re.finditer(re.escape(numbered["words"]), text)]
        start = starts[int(numbered["number"]) - 1]
        return start, start + len(numbered["words"])
    start = _only(text, words)
    return start, start + len(words)


def _only(text: str, words: str) -> int:
    if text.count(words) != 1:
        raise ValueError(f"{text.count(words)} times in the text: {words!r}")
    return text.index(words)


def _outer(quote: Annotation, others: list[Annotation]) -> int | None:
    """The place of the smallest quote, not optional, in whose stretch this one lies."""
    around = [
        (_length(other), place)
        for place, other in enumerate(others)
        if other is not quote and not other["optional"] and _holds(other, quote)
    ]
    return min(around)[1] if around else None


def _length(quote: Annotation) -> int:
    return int(quote["spans"][-1]["end"] - quote["spans"][0]["start"])


def _holds(outer: Annotation, inner: Annotation) -> bool:
    return bool(
        outer["spans"][0]["start"] <= inner["spans"][0]["start"]
        and inner["spans"][-1]["end"] <= outer["spans"][-1]["end"]
        and _length(inner) < _length(outer)
    )
