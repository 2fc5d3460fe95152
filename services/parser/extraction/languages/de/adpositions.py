"""Sources in a phrase: „laut Polizei“, „nach Angaben der Stadt“, „Berichten zufolge“, „so X“."""

from __future__ import annotations

from typing import Final

from services.parser.extraction.findings import CueWords, Finding, Range, Ranges
from services.parser.extraction.languages.de.accounts import teller
from services.parser.extraction.languages.de.addressees import without_hearer
from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.extents import complement_end
from services.parser.extraction.languages.de.kinds import is_voice
from services.parser.extraction.languages.de.morphology import finite_moods
from services.parser.extraction.languages.de.phrases import phrase_end
from services.parser.extraction.languages.de.segment import DEPENDENT
from services.parser.extraction.languages.de.sources import (
    BEHIND,
    AdpositionSite,
    antecedent,
    apposed,
    names_source,
    over_relative,
    phrase_start,
    piece_end,
    prefield,
    rest,
)
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.rule import Rule


def adposition_sites(text: Tagged, analysis: Analysis) -> list[AdpositionSite]:
    if _TRIGGERS.isdisjoint(text.folded[analysis.first : analysis.end]):
        return []
    return [
        AdpositionSite(text, analysis, clause, index)
        for clause in analysis.clauses
        if clause.kind != "quote"
        for index in clause.tokens()
        if text.folded[index] in _TRIGGERS
    ]


@Rule
def according_to(site: AdpositionSite) -> Finding | None:
    """Laut Polizei wurde niemand verletzt."""
    text, index = site.text, site.place
    if text.folded[index] not in ("laut", "lt.", "gemäß") or text.tags[index] == "ADJA":
        return None
    end = phrase_end(text, index + 1, piece_end(site))
    if end is None and index + 1 < piece_end(site) and "." in text.words[index + 1]:
        end = index + 2  # „laut bildblog.de“
    if end is None or (
        text.folded[index] == "gemäß"
        and not names_source(text, index + 1, end)
        and not is_voice(text, index + 1, end)
    ):
        return None
    end = apposed(text, prefield(site, end))
    return _found(site, "according_to", (index,), (index + 1, end), (index, end))


@Rule
def by_account_of(site: AdpositionSite) -> Finding | None:
    """Nach Angaben der Stadt sind 200 Häuser beschädigt."""
    text, index = site.text, site.place
    if text.folded[index] != "nach":
        return None
    end = phrase_end(text, index + 1, piece_end(site))
    if end is None or not names_source(text, index + 1, end):
        return None
    end = apposed(text, prefield(site, end))
    return _found(site, "by_account_of", (index,), (index + 1, end), (index, end))


@Rule
def in_the_opinion_of(site: AdpositionSite) -> Finding | None:
    """Ihrer Meinung nach ist der Vertrag ungültig."""
    text, index = site.text, site.place
    if text.folded[index] != "nach" or text.folded[index - 1] not in BEHIND:
        return None
    start = phrase_start(site, index)
    if start is None:
        return None
    return _found(site, "in_the_opinion_of", (index,), (start, index), (start, index + 1))


@Rule
def according_behind(site: AdpositionSite) -> Finding | None:
    """Berichten zufolge ist der Vertrag schon unterschrieben."""
    text, index = site.text, site.place
    if text.folded[index] != "zufolge":
        return None
    start = phrase_start(site, index)
    if start is None:
        return None
    return _found(site, "according_behind", (index,), (start, index), (start, index + 1))


@Rule
def in_the_view_of(site: AdpositionSite) -> Finding | None:
    """Aus Sicht der Opposition ist das Gesetz gescheitert."""
    text, index = site.text, site.place
    after = index + 1
    if text.folded[index] not in ("aus", "in") or after >= len(text.folded):
        return None
    if text.folded[after] not in ("sicht", "augen") and text.folded[after : after + 2] != [
        "den",
        "augen",
    ]:
        return None
    end = phrase_end(text, after, piece_end(site))
    if end is None or end - after < 2:
        return None
    return _found(site, "in_the_view_of", (index,), (after, end), (index, end))


@Rule
def so_frame(site: AdpositionSite) -> Finding | None:
    """Die Lage sei ernst, so der Minister."""
    text, index = site.text, site.place
    if site.clause.kind != "so" or index != site.clause.first:
        return None
    content = _around_so(site)
    end = phrase_end(text, index + 1, site.clause.end)
    if not content or end is None:
        return None
    first = index - 1 if index > 0 and text.words[index - 1] in (",", "–", "-", "—") else index
    end = _with_pieces(site.clause, end)
    source, hearer = without_hearer(text, (index + 1, end))
    cue = CueWords((index,), "so", "according_to")
    frame_end = max(end, site.clause.end)
    if len(content) > 1 and text.words[frame_end] in (",", "–", "-", "—"):
        frame_end += 1
    return Finding(
        "indirect",
        content,
        "adpositions.so_frame",
        "high",
        cue,
        (source,),
        ((first, frame_end),),
        hearer,
    )


@Rule
def accordingly(site: AdpositionSite) -> Finding | None:
    """Demnach waren zwölf Personen beteiligt."""
    text, index = site.text, site.place
    if text.folded[index] not in ("demnach", "danach") or site.clause.kind not in ("v1", "v2"):
        return None
    if text.folded[index] == "danach" and not _refers_to_text(site):
        return None
    return _found(site, "accordingly", (index,), (index, index + 1), (index, index + 1))


def _refers_to_text(site: AdpositionSite) -> bool:
    """„Danach sei …“; „Eine Studie liegt vor. Danach stirbt der Wald.“ But not „Danach ging er.“"""
    text, finite = site.text, site.clause.finite
    if finite is None or site.place != site.clause.first:
        return False
    if text.is_konjunktiv(finite):
        return True
    before = text.document.sentence_before(site.analysis.first)
    if before is None or "ind_past" in finite_moods(text.folded[finite]):
        return False
    return any(
        text.tags[index] == "NN" and names_source(text, index, index + 1)
        for index in range(before.first, before.end)
    )


@Rule
def whereby(site: AdpositionSite) -> Finding | None:
    """Es gibt Berichte, wonach der Minister zurücktritt."""
    text, index = site.text, site.place
    if text.folded[index] not in _WHEREBY or site.clause.kind not in ("rel", "w", "sub"):
        return None
    if text.folded[index] == "zufolge":  # „Gerüchte, denen zufolge er krank ist“
        is_first = index == site.clause.first + 1 and text.tags[index - 1] == "PRELS"
        return _whereby(site, index + 1, (index - 1, index)) if is_first else None
    if index != site.clause.first:
        return None
    if text.folded[index] == "wonach":
        return _whereby(site, index + 1, antecedent(site))
    source = antecedent(site)
    relative = text.tags[index + 1] in ("PRELS", "PWS", "PRELAT")
    if not relative or not names_source(text, *source):
        return None
    return _whereby(site, index + 2, (index + 1, index + 2))


def _whereby(site: AdpositionSite, start: int, speaker: Range) -> Finding:
    number = site.clause.segments[0]
    stop = complement_end(site.text, site.analysis, number)
    content = (start, site.analysis.segments[stop - 1].end)
    first = site.analysis.clauses[max(0, site.analysis.clauses.index(site.clause) - 1)].first
    cue = CueWords((site.place,), site.text.folded[site.place], "according_to")
    return Finding(
        "indirect", (content,), "adpositions.whereby", "medium", cue, (speaker,), ((first, start),)
    )


RULES: Final = (
    so_frame,
    whereby,
    accordingly,
    in_the_opinion_of,  # before by_account_of: „ihrer Meinung nach der Vertrag“
    by_account_of,
    according_to,
    according_behind,
    in_the_view_of,
)
_WHEREBY: Final = frozenset({"wonach", "nach", "laut", "zufolge"})
_TRIGGERS: Final = frozenset(
    {"laut", "lt.", "gemäß", "nach", "zufolge", "so", "aus", "in", "demnach", "danach", "wonach"}
)
SOURCE_WORDS: Final = _TRIGGERS - {"in", "aus"} | {"sicht", "augen"}
"""One of them stands in every sentence in which a rule of these answers."""


def _with_pieces(clause: Clause, end: int) -> int:
    return clause.end if len(clause.pieces) > 1 else end


def _found(
    site: AdpositionSite, rule: str, cue: tuple[int, ...], speaker: Range, frame: Range
) -> Finding | None:
    frame = (frame[0], over_relative(site, frame[1]))
    content = rest(site, frame)
    if not content:
        return None
    if site.text.words[speaker[1] - 1] == ",":
        speaker = (speaker[0], speaker[1] - 1)  # behind an apposition; the frame keeps it
    speaker = _own(site, speaker) or speaker
    words_ = CueWords(cue, site.text.folded[cue[0]], "according_to")
    speaker, hearer = without_hearer(site.text, speaker)
    told = teller(site, speaker, frame)
    rule = "adpositions." + rule
    return Finding("indirect", content, rule, "high", words_, told, (frame,), hearer)


def _own(site: AdpositionSite, source: Range) -> Range | None:
    """„Nach eigenen Angaben war er zu Hause“: whom the clause is about."""
    if not site.text.folded[source[0]].startswith("eigene"):
        return None
    subject = subject_of(site.text, site.clause)
    is_pronoun = subject is not None and site.text.folded[subject[0]] in ("er", "sie")
    return (
        subject if subject is not None and (is_pronoun or is_voice(site.text, *subject)) else None
    )


def _around_so(site: AdpositionSite) -> Ranges:
    analysis = site.analysis
    segments = analysis.segments
    own = site.clause.segments[0]
    start = own
    while start > 0 and segments[start - 1].kind not in ("quote", "so"):
        start -= 1
    found: list[Range] = []
    if start < own:
        found.append((segments[start].first, segments[own - 1].end))
    after = site.clause.segments[-1] + 1
    if not found or after >= len(segments):
        return tuple(found)
    resumes = segments[after].clause == segments[own - 1].clause
    if resumes or segments[after].kind in ("v1", *DEPENDENT, "v2"):
        stop = complement_end(site.text, analysis, after)
        found.append((segments[after].first, segments[stop - 1].end))
    return tuple(found)
