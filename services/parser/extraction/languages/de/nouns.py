"""Quotes that a noun announces, and those that a pronoun points back at."""

from __future__ import annotations

from typing import Final, NamedTuple

from services.parser.extraction.findings import CueWords, Finding, Range, Ranges
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.cues import CueSite, NounCue, noun_cue_before
from services.parser.extraction.languages.de.extents import (
    complement_end,
    content_range,
    frame_start,
)
from services.parser.extraction.languages.de.kinds import is_voice
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.segment import Segment
from services.parser.extraction.languages.de.speakers import agent_of, speaker_of
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.things import is_thing
from services.parser.extraction.languages.de.verbs import verb_groups
from services.parser.extraction.rule import Rule


class NounSite(NamedTuple):
    """A cue noun at the end of a clause, and the segment that follows."""

    text: Tagged
    analysis: Analysis
    clause: Clause
    noun: NounCue
    following: int

    @property
    def segment(self) -> Segment:
        return self.analysis.segments[self.following]


def noun_sites(text: Tagged, analysis: Analysis) -> list[NounSite]:
    if len(analysis.segments) < 2:
        return []  # nothing follows
    return [
        site
        for clause in analysis.clauses
        if clause.kind not in ("quote", "so")
        for site in _sites_of(text, analysis, clause)
    ]


def _sites_of(text: Tagged, analysis: Analysis, clause: Clause) -> list[NounSite]:
    """At the end of every piece: „Auf die Bitte, zu warten, ging er nicht ein.“"""
    found = []
    for number, (first, end) in zip(clause.segments, clause.pieces, strict=True):
        following = number + 1
        if following >= len(analysis.segments):
            break
        if analysis.segments[following].clause == analysis.segments[number].clause:
            continue
        noun = noun_cue_before(text, first, end)
        if noun is not None and _ends_clause(text, noun.noun, end):
            found.append(NounSite(text, analysis, clause, noun, following))
    return found


def _ends_clause(text: Tagged, noun: int, end: int) -> bool:
    """Nothing but a genitive, an of-phrase or the closing verb between the noun and its clause."""
    if noun > 0 and text.folded[noun - 1] in ("nach", "laut", "gemäß"):
        return False
    stop = phrase_end(text, noun, end) or noun + 1
    rest = [text.tags[i] for i in range(stop, end)]
    return all(
        tag
        in (
            "VVPP",
            "VVFIN",
            "VAFIN",
            "VMFIN",
            "VVINF",
            "VAPP",
            "PTKVZ",
            "ADV",
            "ADJD",
            "PAV",
            "VAINF",
            "$(",
        )
        for tag in rest
    )


@Rule
def noun_with_clause(site: NounSite) -> Finding | None:
    """Die Kritik der Partei, die Steuer sei ungerecht, teilt er nicht."""
    segment = site.segment
    if not _is_clause_of_noun(site, segment):
        return None
    stop = complement_end(site.text, site.analysis, site.following)
    first, end = content_range(site.analysis, site.following, stop)
    frame = ((frame_start(site.analysis, site.clause), first), *_resumed(site.clause, end))
    cue = CueWords(_cue_tokens(site), site.noun.cue.lemma, site.noun.cue.category)
    return Finding(
        "indirect", ((first, end),), "nouns.noun_with_clause", "medium", cue, _holder(site), frame
    )


def _resumed(clause: Clause, end: int) -> Ranges:
    """„Auf die Bitte, zu warten, ging er nicht ein“: the frame goes on behind its clause."""
    return ((end, clause.end),) if clause.end > end else ()


RULES: Final = (noun_with_clause,)


def _is_clause_of_noun(site: NounSite, segment: Segment) -> bool:
    text = site.text
    if segment.delimiter == ";":
        return False
    if segment.kind == "sub" and segment.opener is not None:
        return text.folded[segment.opener] in words.COMPLEMENTISERS
    if segment.kind == "v2" and segment.finite is not None and not segment.coordinated:
        return text.is_konjunktiv(segment.finite)
    if segment.kind == "inf" and segment.opener is None:
        return site.noun.cue.category in ("demand", "announce", "criticise", "warn")
    return False


def _cue_tokens(site: NounSite) -> tuple[int, ...]:
    """„kam zu dem Schluss“: a noun behind its verb announces with it, whatever the verb is."""
    text, clause, tokens = site.text, site.clause, site.noun.cue.tokens
    finite = clause.finite
    if finite is None or finite > tokens[0] or _has_owner(site):
        return tokens
    groups = verb_groups(text, clause)
    verbs = groups[-1].tokens if groups else (finite,)
    before = tokens[0] - 1
    preposition = (before,) if text.tags[before] in ("APPR", "APPRART") else ()
    return tuple(sorted({*verbs, *preposition, *tokens}))


def _has_owner(site: NounSite) -> bool:
    """„folgte dem Rat der Ärzte, zu gehen“: the noun speaks for somebody of its own."""
    after = site.noun.noun + 1
    owner = (*words.GENITIVE_STARTS, "von", "vom")
    return after < site.clause.end and site.text.folded[after] in owner


def _holder(site: NounSite) -> Ranges:
    """„die Forderung der Union“, „seine Ansicht“, or the subject of the clause."""
    text, noun = site.text, site.noun.noun
    if text.tags[noun - 1] == "PPOSAT" and noun - 1 >= site.clause.first:
        return ((noun - 1, noun),)
    if noun + 1 < site.clause.end and text.folded[noun + 1] in (
        *words.GENITIVE_STARTS,
        "von",
        "vom",
    ):
        start = noun + 1 if text.folded[noun + 1] in words.GENITIVE_STARTS else noun + 2
        end = phrase_end(text, start, site.clause.end)
        if end is not None:
            return ((start, end),)
    subject = subject_of(text, site.clause)
    if (
        subject is None
        or subject[0] <= noun < subject[1]
        or is_thing(text, *subject)
        or text.folded[subject[0]] == "es"
    ):
        itself = (site.noun.cue.tokens[0], noun + 1)  # the noun itself vouches: „Gerüchte, …“
        return (_giver(site) or itself,)
    return (subject,)


def _giver(site: NounSite) -> Range | None:
    """„Von der Polizei kam die Information, …“, „Daraus wurde von Beobachtern der Schluss …“"""
    found = agent_of(site.text, site.clause)
    return found if found is not None and is_voice(site.text, *found) else None


# --- „… Das berichtet die Zeitung.“ --------------------------------------------------------------


class BackSite(NamedTuple):
    """A clause that may point back: in its own sentence, or at the `previous` one."""

    site: CueSite
    previous: Range | None


@Rule
def pointing_back(back: BackSite) -> Finding | None:
    """Niemand wurde verletzt. Das teilte die Polizei mit."""
    site, previous = back
    text, clause = site.text, site.clause
    if site.entry.category in ("demand", "criticise", "deny") or not _points_back(text, clause):
        return None
    if "d" not in site.entry.governs or "q" not in site.entry.governs or site.group.passive:
        return None
    if site.entry.lemma == "heißen":
        return None  # „das heißt“ explains
    subject = subject_of(text, clause, skip_prefield=True)
    if site.entry.lemma == "hervorgehen":
        subject = next(iter(speaker_of(site)), None)
    own = clause.segments[0]
    if own > 0:
        before = site.analysis.segments[own - 1]
        content: Ranges = ((site.analysis.first, before.end),)
        frame: Ranges = ((before.end, clause.end),)
    elif previous is not None:
        content, frame = ((previous[0], clause.first + 1),), ((clause.first + 1, clause.end),)
    else:
        return None
    speaker: Ranges = () if subject is None else (subject,)
    return Finding("indirect", content, "nouns.pointing_back", "medium", site.cue, speaker, frame)


def _points_back(text: Tagged, clause: Clause) -> bool:
    """„Das berichtet …“, „Dies teilte … mit“: what was said stands before."""
    finite = clause.finite
    if finite is None or clause.kind != "v2" or finite != clause.first + 1:
        return False
    return text.folded[clause.first] in ("das", "dies")
