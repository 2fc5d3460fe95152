"""Sentences cut into clauses, after the topological fields of German: verb second, verb last, …"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from services.parser.extraction.findings import Range
from services.parser.extraction.languages.de.segment import DEPENDENT, VERB_END, Kind, Segment
from services.parser.extraction.languages.de.segments import segments_in
from services.parser.extraction.languages.de.tagged import Tagged

if TYPE_CHECKING:
    from services.parser.extraction.languages.de.verbs import VerbGroup


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
    group: VerbGroup | None = None  # its verb, once the cues were looked for
    verbs: list[VerbGroup] | None = None  # once `verb_groups` was asked
    subjects: dict[bool, Range | None] | None = None  # once `subject_of` was

    @property
    def first(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]

    def tokens(self) -> Iterable[int]:
        if len(self.pieces) == 1:
            return range(*self.pieces[0])  # nearly all, and read in half the time
        return chain.from_iterable(range(first, end) for first, end in self.pieces)


@dataclass(slots=True)
class Analysis:
    """The clauses of one sentence in the order of their first token."""

    first: int
    end: int
    segments: list[Segment]
    clauses: list[Clause]
    main_clauses: list[Clause]

    def after(self, clause: Clause) -> int | None:
        """The number of the segment that follows the clause's last piece."""
        following = clause.segments[-1] + 1
        return following if following < len(self.segments) else None


def analyse(text: Tagged, first: int, end: int) -> Analysis:
    """What is spoken is asked for again: by what is retold in it, by the claims."""
    found = text.analysed.get((first, end))
    if found is None:
        found = text.analysed[first, end] = _analysis(text, first, end)
    return found


def _analysis(text: Tagged, first: int, end: int) -> Analysis:
    segments = segments_in(text, first, end)
    _open_as_frames(text, segments)
    _resolve_open_subordinates(segments)
    clauses = _Merger(text, segments).clauses()
    main_clauses = [clause for clause in clauses if clause.kind in ("v2", "v1")]
    return Analysis(first, end, segments, clauses, main_clauses)


def _open_as_frames(text: Tagged, segments: list[Segment]) -> None:
    """„…, wie Otto Brand, Chef der Firma, mitteilte“: the verb stands behind an apposition."""
    for number, segment in enumerate(segments):
        if segment.kind != "frag" or text.folded[segment.first] != "wie":
            continue
        if text.tags[segment.first] not in ("KOUS", "KOKOM", "PWAV"):
            continue
        for later in segments[number + 1 : number + 4]:
            if later.kind in ("v1", "v2") and later.finite == later.end - 1:
                segment.kind, segment.opener = "w", segment.first
                break
            if later.kind not in ("frag", "rel"):
                break


def _resolve_open_subordinates(segments: list[Segment]) -> None:
    """„dass er, so der Minister, gehen werde“: the verb stands in a later segment."""
    for number, segment in enumerate(segments):
        if segment.kind not in ("sub", "rel", "w") or segment.finite is not None:
            continue
        for later in segments[number + 1 : number + 6]:
            if later.kind in ("v2", "v1") and _closes(later):
                later.kind = segment.kind
                later.clause = number
                segment.finite = later.finite
                break
            if later.kind in ("sub", "w", "quote"):
                continue


def _closes(segment: Segment) -> bool:
    return segment.finite is not None and segment.finite >= segment.end - 2


class _Merger:
    """Puts the segments of one clause together, apposition and interruption included."""

    def __init__(self, text: Tagged, segments: list[Segment]) -> None:
        self._text = text
        self._segments = segments
        self._clauses: list[Clause] = []
        self._owner: dict[int, int] = {}  # of segments, by number

    def clauses(self) -> list[Clause]:
        for number, segment in enumerate(self._segments):
            target = self._target(number)
            if target is None:
                target = len(self._clauses)
                self._clauses.append(_new_clause(segment, number))
            else:
                _join(self._clauses[target], segment, number)
            self._owner[number] = segment.clause = target
        return self._clauses

    def _target(self, number: int) -> int | None:
        """The clause that segment `number` belongs to; None if it begins one."""
        segment = self._segments[number]
        if segment.clause in self._owner:
            return self._owner[segment.clause]
        if number == 0:
            return None
        if segment.kind == "v1" and not segment.coordinated:
            return self._verb_target(number)
        if segment.kind == "v2" and number == 1:
            return self._apposed_target(segment)
        if segment.kind == "frag" and segment.delimiter not in (":", ";"):
            return self._fragment_target(number)
        return None

    def _verb_target(self, number: int) -> int | None:
        """„Ein Sprecher, der dort war, | sagte“: the subject waits for its verb."""
        if _verb_comes_later(self._segments, number):
            return None  # „Die Lage, sagte er, sei ernst“: a frame in between
        for earlier in range(number - 1, -1, -1):
            clause = self._clauses[self._owner[earlier]]
            if clause.kind == "frag":
                return self._owner[earlier]
            if clause.kind not in DEPENDENT and clause.kind != "so":
                return None
        return None

    def _goes_on(self, segment: Segment) -> bool:
        """A phrase that cannot be an apposition belongs to the clause before the frame."""
        return self._text.tags[segment.first] in ("APPR", "APPRART", "ADV", "PTKNEG", "PAV")

    def _apposed_target(self, segment: Segment) -> int | None:
        is_apposed = _is_apposed_subject(self._text, self._segments[0], segment)
        return self._owner[0] if is_apposed else None

    def _fragment_target(self, number: int) -> int | None:
        segment = self._segments[number]
        if self._text.tags[segment.end - 1] in VERB_END:
            for earlier in range(number - 1, -1, -1):
                clause = self._clauses[self._owner[earlier]]
                if clause.kind in ("v1", "v2", "sub") and _is_open(self._text, clause):
                    return self._owner[earlier]
        previous = self._clauses[self._owner[number - 1]]
        if previous.kind == "so" and number > 1 and self._goes_on(segment):
            return self._owner[number - 2]  # „Der Mann sei, so die Polizei, auf der Flucht“
        if (
            previous.finite is not None
            and _opens_prefield(self._segments, number)
            and not self._ends_before_frame(number, previous.finite)
        ):
            return None  # „sagte sie, in Ländern, in denen …, habe sich nichts geändert“
        return None if previous.kind == "quote" else self._owner[number - 1]

    def _ends_before_frame(self, number: int, finite: int) -> bool:
        """„Sie seien erschöpft, aber gesund, | sagte er“: that comma is no prefield's."""
        text, behind = self._text, self._segments[number + 1]
        if behind.kind != "v1" or behind.finite is None or text.is_konjunktiv(behind.finite):
            return False
        is_contrast = text.tags[self._segments[number].first] == "KON"
        return is_contrast or text.is_konjunktiv(finite)


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


def _is_apposed_subject(text: Tagged, before: Segment, segment: Segment) -> bool:
    """„Stephen Singer, ein Klimaexperte des WWF erklärte“: no comma after the apposition."""
    if before.kind != "frag" or segment.delimiter != "," or segment.coordinated:
        return False
    return (
        text.tags[before.first] in ("NE", "ART", "NN", "ADJA", "PIAT")
        and text.is_nominal(segment.first)
        and any(text.tags[i] == "NE" for i in range(before.first, segment.end))
        and text.is_noun(before.end - 1)
    ) or text.words[before.end - 1] in "“”"


def _verb_comes_later(segments: list[Segment], number: int) -> bool:
    return any(
        later.kind == "v1" and not later.coordinated and later.delimiter in (",", "–", "-")
        for later in segments[number + 1 : number + 4]
    )


def _opens_prefield(segments: list[Segment], number: int) -> bool:
    for later in segments[number + 1 : number + 5]:
        if later.clause >= 0:
            return False  # the verb of an interrupted clause: an apposition stands before it
        if later.kind == "v1" and not later.coordinated and later.delimiter == ",":
            return True
        if later.kind not in ("rel", "sub", "inf", "w"):
            return False
    return False


def _is_open(text: Tagged, clause: Clause) -> bool:
    """An auxiliary still waits for its participle, a verb for its particle."""
    if clause.finite is None:
        return clause.kind == "sub"
    last = text.tags[clause.end - 1]
    is_second = clause.kind != "sub"  # the verb that ends a subordinate clause closes it
    return last not in VERB_END or (is_second and clause.finite == clause.end - 1)
