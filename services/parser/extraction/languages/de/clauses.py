"""Sentences cut into clauses, after the topological fields of German: verb second, verb last, …"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.tagged import Tagged

Kind: TypeAlias = Literal["v2", "v1", "sub", "rel", "w", "inf", "frag", "so", "quote"]

FINITE: Final = frozenset({"VVFIN", "VAFIN", "VMFIN", "VVIMP"})
VERB_END: Final = frozenset(
    {"VVPP", "VAPP", "VMPP", "VVINF", "VAINF", "VMINF", "VVIZU", "PTKVZ", *FINITE}
)
DEPENDENT: Final = frozenset({"sub", "rel", "w", "inf"})
_AMBIGUOUS: Final = frozenset("als da wie seit bis damit während seitdem sowie indem wobei trotzdem".split())
_NONFINITE: Final = frozenset({"VVPP", "VAPP", "VMPP", "VVINF", "VAINF", "VMINF", "VVIZU"})
_DELIMITERS: Final = frozenset({",", ";", ":", "–", "—", "-", "−"})


@dataclass(slots=True)
class Segment:
    """A stretch between delimiters; `delimiter` is the mark before it."""

    first: int
    end: int
    delimiter: str
    kind: Kind = "frag"
    finite: int | None = None
    opener: int | None = None
    coordinated: bool = False
    clause: int = -1


@dataclass(slots=True)
class Clause:
    """One finite verb (or zu-infinitive) and what belongs to it, in one or several pieces."""

    kind: Kind
    pieces: list[tuple[int, int]]
    finite: int | None
    opener: int | None
    delimiter: str
    coordinated: bool
    segments: list[int] = field(default_factory=list)

    @property
    def first(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]

    def tokens(self) -> Iterable[int]:
        for first, end in self.pieces:
            yield from range(first, end)


@dataclass(slots=True)
class Analysis:
    """The clauses of one sentence in the order of their first token."""

    first: int
    end: int
    segments: list[Segment]
    clauses: list[Clause]

    def after(self, clause: Clause) -> int | None:
        """The number of the segment that follows the clause's last piece."""
        following = clause.segments[-1] + 1
        return following if following < len(self.segments) else None


def analyse(text: Tagged, first: int, end: int) -> Analysis:
    segments = [part for whole in _segments(text, first, end) for part in _classified(text, whole)]
    _resolve_open_subordinates(text, segments)
    return Analysis(first, end, segments, _merged(text, segments))


def _segments(text: Tagged, first: int, end: int) -> list[Segment]:
    """Cut at commas, colons and dashes outside brackets; an utterance in marks is a segment."""
    found: list[Segment] = []
    start, delimiter = first, ""
    index = first
    while index < end:
        utterance = text.utterances.get(index)
        if utterance is not None:
            _add(found, text, start, index, delimiter)
            stop = min(utterance.closing + 1, end)
            found.append(Segment(index, stop, delimiter, "quote"))
            start, delimiter = stop, ""
            index = stop
            continue
        if text.words[index] in _DELIMITERS and not text.aside[index]:
            _add(found, text, start, index, delimiter)
            start, delimiter = index + 1, text.words[index]
        index += 1
    _add(found, text, start, end, delimiter)
    return found


def _add(found: list[Segment], text: Tagged, first: int, end: int, delimiter: str) -> None:
    while end > first and text.words[end - 1] in (".", "!", "?", "…", "..."):
        end -= 1
    if any(text.is_word(index) for index in range(first, end)):
        found.append(Segment(first, end, delimiter))


def _classified(text: Tagged, segment: Segment) -> list[Segment]:
    if segment.kind == "quote":
        return [segment]
    parts = _split_at_coordinators(text, segment)
    for number, part in enumerate(parts):
        _classify(text, part, parts[number - 1] if number else None)
    return parts


def _split_at_coordinators(text: Tagged, segment: Segment) -> list[Segment]:
    """„erklärte er | und betonte“: both sides have a finite verb of their own."""
    finites = [i for i in range(segment.first, segment.end) if text.is_finite(i)]
    if len(finites) < 2:
        return [segment]
    parts, start = [], segment.first
    for left, right in zip(finites, finites[1:], strict=False):
        cut = _coordinator_between(text, left, right)
        if cut is not None and cut > start:
            delimiter = segment.delimiter if start == segment.first else ""
            parts.append(Segment(start, cut, delimiter))
            start = cut
    delimiter = segment.delimiter if start == segment.first else ""
    parts.append(Segment(start, segment.end, delimiter))
    return parts


def _coordinator_between(text: Tagged, left: int, right: int) -> int | None:
    """The last coordinator between two finite verbs that starts a clause, not a list of nouns."""
    for index in range(left + 1, right):
        if text.folded[index] not in words.COORDINATORS or text.aside[index]:
            continue
        if index + 1 == right or index == left + 1:
            return index
        if not _joins_nouns(text, index, right):
            return index
    return None


def _joins_nouns(text: Tagged, index: int, right: int) -> bool:
    """„traf Müller und Schulz“, „Müller und Schulz sagten“: noun on both sides, no article change."""
    before = index > 0 and text.is_noun(index - 1)
    after = text.is_noun(index + 1) or text.tags[index + 1] in ("ADJA", "CARD", "TRUNC")
    more = any(text.folded[i] in words.COORDINATORS for i in range(index + 1, right))
    return before and after and more


def _classify(text: Tagged, segment: Segment, left: Segment | None) -> None:
    start = segment.first
    if text.folded[start] in words.COORDINATORS and segment.end - start > 1:
        segment.coordinated = True
        start += 1
    while start < segment.end - 1 and (
        text.folded[start] in words.FOCUS or not text.is_word(start)
    ):
        start += 1
    finites = [i for i in range(segment.first, segment.end) if text.is_finite(i)]
    segment.finite = _finite_of(text, segment, start, finites)
    segment.kind = _kind(text, segment, start, left)


def _finite_of(text: Tagged, segment: Segment, start: int, finites: list[int]) -> int | None:
    if not finites:
        return None
    if _opens_subordinate(text, start, segment.end):
        return finites[-1]
    return finites[0]


def _opens_subordinate(text: Tagged, start: int, end: int) -> bool:
    word, tag = text.folded[start], text.tags[start]
    if tag == "KOUS" or word in ("dass", "daß", "ob", "weil", "obwohl", "nachdem", "sodass"):
        return True
    if tag in ("PRELS", "PRELAT", "PWAV", "PWS", "PWAT"):
        return True
    return tag in ("APPR", "APPRART") and start + 1 < end and text.tags[start + 1] in ("PRELS", "PRELAT", "PWS")


def _kind(text: Tagged, segment: Segment, start: int, left: Segment | None) -> Kind:
    word = text.folded[start]
    if word == "so" and segment.finite is None and _is_so_frame(text, start, segment.end):
        return "so"
    if word in words.INFINITIVE_OPENERS and _has_zu(text, segment):
        segment.opener = start
        return "inf"
    special = _subordinate_kind(text, segment, start)
    if special is not None:
        return special
    if segment.finite is None:
        return "inf" if _has_zu(text, segment) else "frag"
    return _main_kind(text, segment, start, left)


def _is_so_frame(text: Tagged, start: int, end: int) -> bool:
    return start + 1 < end and (text.is_nominal(start + 1))


def _has_zu(text: Tagged, segment: Segment) -> bool:
    last = segment.end
    for index in range(last - 1, max(segment.first, last - 12) - 1, -1):
        if text.tags[index] == "VVIZU":
            return True
        if text.folded[index] == "zu" and index + 1 < last and text.tags[index + 1] in ("VVINF", "VAINF", "VMINF"):
            return True
    return False


def _subordinate_kind(text: Tagged, segment: Segment, start: int) -> Kind | None:
    word, tag = text.folded[start], text.tags[start]
    follower = text.tags[start + 1] if start + 1 < segment.end else ""
    if word == "so" and start + 1 < segment.end and text.folded[start + 1] == "dass":
        segment.opener = start
        return "sub"
    if tag == "KOUS" or (word in words.SUBORDINATORS and tag not in ("APPR", "ADV", "KON", "KOKOM", "PWAV")):
        if word in _AMBIGUOUS and not _is_verb_final(text, segment):
            return None
        segment.opener = start
        return "sub"
    if word in words.WH_WORDS and tag in ("PWAV", "PWS", "PWAT", "PRELS", "KOKOM", "KOUS", "PRELAT"):
        if segment.finite is None and word == "wie" and segment.delimiter:
            return None
        segment.opener = start
        return "w"
    if tag in ("APPR", "APPRART") and follower in ("PRELS", "PRELAT"):
        segment.opener = start
        return "rel"
    if word in words.RELATIVES and segment.delimiter == "," and _is_relative(text, segment, start):
        segment.opener = start
        return "rel"
    return None


def _is_verb_final(text: Tagged, segment: Segment) -> bool:
    finite = segment.finite
    if finite is None or finite <= segment.first + 1:
        return False
    end = segment.end
    while end > finite + 1 and (text.aside[end - 1] or not text.is_word(end - 1)):
        end -= 1
    return finite >= end - 2 or text.tags[finite - 1] in _NONFINITE


def _is_relative(text: Tagged, segment: Segment, start: int) -> bool:
    """„, die das Gesetz ablehnt“ against „, die Lage sei ernst“."""
    if segment.finite is None:
        return text.tags[start] == "PRELS"
    if not _is_verb_final(text, segment):
        return False
    if text.tags[start] in ("PRELS", "PRELAT"):
        return True
    if segment.finite - start <= 1:
        return False
    single = _is_single_phrase(text, start, segment.finite)
    return not (single and text.is_konjunktiv(segment.finite))


def _is_single_phrase(text: Tagged, start: int, end: int) -> bool:
    nouns = [i for i in range(start, end) if text.is_noun(i)]
    return len(nouns) == 1 and nouns[0] == end - 1


def _main_kind(text: Tagged, segment: Segment, start: int, left: Segment | None) -> Kind:
    finite = segment.finite
    assert finite is not None
    if segment.coordinated and left is not None and left.kind in DEPENDENT and finite >= segment.end - 1:
        segment.opener = None
        return left.kind
    if finite == start:
        return "v1"
    return "v2"


def _resolve_open_subordinates(text: Tagged, segments: list[Segment]) -> None:
    """„dass er, so der Minister, gehen werde“: the verb of the open clause stands in a later segment."""
    for number, segment in enumerate(segments):
        if segment.kind not in ("sub", "rel", "w") or segment.finite is not None:
            continue
        for later in segments[number + 1 : number + 6]:
            if later.kind in ("v2", "v1") and _closes(text, later):
                later.kind = segment.kind
                later.clause = number
                segment.finite = later.finite
                break
            if later.kind in ("sub", "w", "quote"):
                continue


def _closes(text: Tagged, segment: Segment) -> bool:
    return segment.finite is not None and segment.finite >= segment.end - 2


def _merged(text: Tagged, segments: list[Segment]) -> list[Clause]:
    clauses: list[Clause] = []
    owner: dict[int, int] = {}
    for number, segment in enumerate(segments):
        target = _owner(text, segments, clauses, owner, number)
        if target is None:
            owner[number] = len(clauses)
            clauses.append(_new_clause(segment, number))
        else:
            owner[number] = target
            _join(clauses[target], segment, number)
        segment.clause = owner[number]
    return clauses


def _new_clause(segment: Segment, number: int) -> Clause:
    return Clause(
        segment.kind,
        [(segment.first, segment.end)],
        segment.finite,
        segment.opener,
        segment.delimiter,
        segment.coordinated,
        [number],
    )


def _join(clause: Clause, segment: Segment, number: int) -> None:
    clause.pieces.append((segment.first, segment.end))
    clause.segments.append(number)
    if clause.finite is None and segment.finite is not None and clause.kind == "frag":
        clause.kind = "v2"
        clause.finite = segment.finite


def _owner(
    text: Tagged, segments: list[Segment], clauses: list[Clause], owner: dict[int, int], number: int
) -> int | None:
    segment = segments[number]
    if segment.clause >= 0 and segment.clause in owner:
        return owner[segment.clause]
    if number == 0 or segment.kind in ("quote", "so"):
        return None
    if segment.kind == "v1" and not segment.coordinated:
        if _verb_comes_later(segments, number):
            return None  # „Die Lage, sagte er, sei ernst“: a frame in between
        return _open_prefield(clauses, owner, number, segments)
    if segment.kind == "v2" and number == 1 and _is_apposed_subject(text, segments[0], segment):
        return owner[0]
    if segment.kind == "frag" and segment.delimiter not in (":", ";"):
        return _fragment_owner(text, segments, clauses, owner, number)
    return None


def _is_apposed_subject(text: Tagged, before: Segment, segment: Segment) -> bool:
    """„Stephen Singer, ein Klimaexperte des WWF erklärte“: no comma after the apposition."""
    if before.kind != "frag" or segment.delimiter != "," or segment.coordinated:
        return False
    return (
        text.tags[before.first] in ("NE", "ART", "NN", "ADJA", "PIAT")
        and text.is_nominal(segment.first)
        and any(text.tags[i] == "NE" for i in range(before.first, segment.end))
        and text.is_noun(before.end - 1) or text.words[before.end - 1] in "“”"
    )


def _verb_comes_later(segments: list[Segment], number: int) -> bool:
    return any(
        later.kind == "v1" and not later.coordinated and later.delimiter in (",", "–", "-")
        for later in segments[number + 1 : number + 4]
    )


def _open_prefield(
    clauses: list[Clause], owner: dict[int, int], number: int, segments: list[Segment]
) -> int | None:
    """„Ein Sprecher, der nicht genannt werden wollte, | sagte“: the subject waits for its verb."""
    for earlier in range(number - 1, -1, -1):
        clause = clauses[owner[earlier]]
        if clause.kind == "frag":
            return owner[earlier]
        if clause.kind not in DEPENDENT and clause.kind != "so":
            return None
    return None


def _fragment_owner(
    text: Tagged, segments: list[Segment], clauses: list[Clause], owner: dict[int, int], number: int
) -> int | None:
    segment = segments[number]
    if text.tags[segment.end - 1] in VERB_END:
        for earlier in range(number - 1, -1, -1):
            clause = clauses[owner[earlier]]
            if clause.kind in ("v1", "v2", "sub") and _is_open(text, clause):
                return owner[earlier]
    previous = clauses[owner[number - 1]]
    if previous.kind in ("quote", "so"):
        return owner[number - 1] if previous.kind == "so" else None
    return owner[number - 1]


def _is_open(text: Tagged, clause: Clause) -> bool:
    """An auxiliary still waits for its participle, a verb for its particle."""
    if clause.finite is None:
        return clause.kind == "sub"
    last = text.tags[clause.end - 1]
    return last not in VERB_END or clause.finite == clause.end - 1
