"""Who speaks in a clause: the subject, the von-phrase of a passive, the subject carried over."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.findings import Range, Ranges
from services.parser.extraction.languages.de.addressees import dative_in_subject
from services.parser.extraction.languages.de.agreement import may_be_subject
from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.kinds import kind_of_noun
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.words import TIME_NOUNS

_WRITTEN: Final = frozenset({"heißen", "stehen", "lauten", "hervorgehen", "verlauten", "zu hören"})
_OBJECT: Final = frozenset({"ART", "NN", "NE", "ADJA", "PPER", "PPOSAT", "PDAT", "PIAT", "CARD"})
_SOURCE_PREPOSITIONS: Final = frozenset(
    {"in", "im", "aus", "von", "vom", "bei", "beim", "seitens", "auf"}
)


def speaker_of(site: CueSite) -> Ranges:
    if site.entry.lemma == "zitieren":
        return as_ranges(_cited(site))
    if site.entry.lemma == "lauten":
        return as_ranges(subject_of(site.text, site.clause))
    if site.entry.lemma in _WRITTEN:
        return as_ranges(_source_phrase(site))
    if site.group.passive:
        return as_ranges(agent_of(site.text, site.clause) or _document_phrase(site))
    return as_ranges(_acting(site))


def _acting(site: CueSite) -> Range | None:
    found = _subject(site)
    if found is not None and _is_impersonal(site, found):
        return _source_phrase(site)
    told = dative_in_subject(site, found)
    if found is not None and told is not None:
        return (found[0], told[0])
    return _behind_it(site, found) or found


def _behind_it(site: CueSite, found: Range | None) -> Range | None:
    """„so fasst es Büroleiterin Kern zusammen“: „es“ is what she says."""
    text, finite = site.text, site.clause.finite
    if found is None or finite is None or found[0] != finite + 1:
        return None
    if text.folded[found[0]] != "es" or site.entry.lemma in _WRITTEN:
        return None
    end = phrase_end(text, found[1], site.clause.end)
    is_subject = end is not None and may_be_subject(text, found[1], end, finite)
    return (found[1], end) if end is not None and is_subject else None


def from_subject(site: CueSite, frame: Ranges) -> Ranges:
    """„Sie ging ans Fenster und sagte, …“: the frame begins with the clause of its subject."""
    speaker = speaker_of(site) if frame and site.clause.coordinated else ()
    if not speaker:
        return frame
    first = speaker[0][0]
    if not site.analysis.first <= first < frame[0][0]:
        return frame
    owner = next((c for c in site.analysis.clauses if c.first <= first < c.end), None)
    return frame if owner is None else ((owner.first, frame[0][1]), *frame[1:])


def _subject(site: CueSite) -> Range | None:
    clause = site.clause
    carries = clause.kind == "v1" and clause.coordinated
    if carries and not _pronoun_after(site):
        found = _carried_over(site.text, site.analysis, clause)
        if found is not None:
            return found
    found = subject_of(site.text, clause)
    if found is None and clause.kind == "inf":
        return _governing_subject(site.text, site.analysis, clause)
    if found is None and (clause.coordinated or clause.kind in ("v1", "v2")):
        return _carried_over(site.text, site.analysis, clause)
    return found


def _pronoun_after(site: CueSite) -> bool:
    after = (site.clause.finite or 0) + 1
    return after < len(site.text.tags) and site.text.tags[after] in ("PPER", "PIS", "PDS")


def _cited(site: CueSite) -> Range | None:
    """„wird Panetta zitiert“, „zitiert die Zeitung den Minister“: the one whose words they are."""
    text, clause = site.text, site.clause
    subject = subject_of(text, clause)
    if site.group.passive or subject is None:
        return subject
    finite = clause.finite
    start = subject[1] if finite is None or finite < subject[1] else finite + 1
    end = phrase_end(text, start, clause.end)
    behind = next((piece for piece in clause.pieces if piece[0] <= start < piece[1]), None)
    if end is None and behind is not None:
        return _object_behind(text, start, behind[1]) or subject
    return subject if end is None else (start, end)


def _object_behind(text: Tagged, start: int, stop: int) -> Range | None:
    """„Die Zeitung zitiert | dazu | einen Zeugen“: the first phrase that no preposition governs."""
    for index in range(start, stop):
        if text.tags[index] in ("APPR", "APPRART", "PRF"):
            return None
        end = phrase_end(text, index, stop) if text.tags[index] in _OBJECT else None
        if end is not None:
            return (index, end)
    return None


def as_ranges(found: Range | None) -> Ranges:
    return () if found is None else (found,)


def agent_of(text: Tagged, clause: Clause) -> Range | None:
    """„wurde von der Opposition gefordert“"""
    for index in clause.tokens():
        if text.folded[index] in ("von", "vom", "durch", "seitens") and text.tags[index] in (
            "APPR",
            "APPRART",
        ):
            end = phrase_end(text, index + 1, clause.end)
            if end is not None:
                return (index + 1, end)
    return None


def _carried_over(text: Tagged, analysis: Analysis, clause: Clause) -> Range | None:
    """„erklärte er und betonte“: the subject of the clause before."""
    number = analysis.clauses.index(clause)
    for earlier in reversed(analysis.clauses[:number]):
        if _is_told(text, earlier, clause):
            continue
        if earlier.kind in ("v2", "v1") or earlier.kind == clause.kind:
            found = subject_of(text, earlier)
            if found is not None:
                return found
    return None


def _is_told(text: Tagged, earlier: Clause, clause: Clause) -> bool:
    """„Er sagte, die Stadt brauche Geld, und fügte hinzu“: what he said has another subject."""
    if earlier.finite is None or clause.finite is None or text.is_konjunktiv(clause.finite):
        return False
    return text.is_konjunktiv1(earlier.finite)


def _governing_subject(text: Tagged, analysis: Analysis, clause: Clause) -> Range | None:
    number = analysis.clauses.index(clause)
    for earlier in reversed(analysis.clauses[:number]):
        if earlier.finite is not None:
            return subject_of(text, earlier)
    return None


def _is_impersonal(site: CueSite, found: Range) -> bool:
    word = site.text.folded[found[0]]
    return found[1] - found[0] == 1 and word in ("das", "dies")


def _source_phrase(site: CueSite) -> Range | None:
    """„hieß es in einer Erklärung“, „in dem Bericht steht“, „…, in der es heißt“."""
    text, clause = site.text, site.clause
    for index in clause.tokens():
        if text.folded[index] not in _SOURCE_PREPOSITIONS or text.tags[index] not in (
            "APPR",
            "APPRART",
        ):
            continue
        if text.tags[index + 1 : index + 2] == ["PRELS"]:
            return antecedent(text, index - 2, site.analysis.first)
        end = phrase_end(text, index + 1, clause.end)
        if end is not None and text.folded[end - 1] not in TIME_NOUNS:
            return (index + 1, end)
    return None


def _document_phrase(site: CueSite) -> Range | None:
    """„In einem Bericht der Zeitung wurde vermutet“: what is written stands for its author."""
    text, clause = site.text, site.clause
    for index in clause.tokens():
        if text.folded[index] in ("in", "im") and text.tags[index] in ("APPR", "APPRART"):
            end = phrase_end(text, index + 1, clause.end)
            if end is not None and _is_document(text, index + 1, end):
                return (index + 1, end)
    return None


def _is_document(text: Tagged, first: int, end: int) -> bool:
    head = next((i for i in range(first, end) if text.tags[i] in ("NN", "NE")), None)
    return head is not None and kind_of_noun(text, head) == "document"


def antecedent(text: Tagged, last: int, floor: int) -> Range | None:
    """The noun before a relative clause, with its article and adjectives."""
    if last < floor:
        return None
    for first in range(max(floor, last - 8), last + 1):
        if (
            text.tags[first] in ("ART", "NE", "PIAT", "PPOSAT", "ADJA", "NN")
            and phrase_end(text, first, last + 1) == last + 1
        ):
            return (first, last + 1)
    return (last, last + 1)
