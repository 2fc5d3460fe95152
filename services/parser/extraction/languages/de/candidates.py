"""What might be a quote beside what the rules are sure of: their gates opened, for the judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from services.parser.extraction.findings import CueWords, Finding, Range, Ranges
from services.parser.extraction.languages.de import free, indirect, nouns
from services.parser.extraction.languages.de.clauses import Clause
from services.parser.extraction.languages.de.cues import CueSite, NounCue
from services.parser.extraction.languages.de.kinds import is_voice
from services.parser.extraction.languages.de.lexicon import CueEntry, cue_nouns
from services.parser.extraction.languages.de.memory import Memory, SentenceSite
from services.parser.extraction.languages.de.speakers import speaker_of
from services.parser.extraction.languages.de.subjects import subject_of
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.segmentation.marks import Quoted

_ANY: Final = frozenset("dvwzq")
_ACTING: Final = frozenset({"v2", "v1", "rel", "sub", "w"})
_SHOULD: Final = frozenset({"soll", "sollen"})
_MOST: Final = 24  # verbs of a sentence; more is no text, and each would look at all the others


class Candidate(NamedTuple):
    """What may be a quote, and the clause whose verb or noun announces it."""

    finding: Finding
    site: CueSite | None
    clause: Clause | None


class Gates(NamedTuple):
    """Which verbs may announce, and which report an act, though no list says so."""

    announcing: Callable[[CueSite], bool]
    acting: Callable[[CueSite], bool]


class Proposer:
    """The candidates of one sentence; every clause with a verb is a site, listed or not."""

    def __init__(self, sentence: SentenceSite, ruled: Sequence[Finding], gates: Gates) -> None:
        self._sentence = sentence
        self._gates = gates
        self._ruled = ruled
        self._sites = _open_sites(sentence)[:_MOST]
        clauses = sentence.analysis.clauses
        self._mains = len([c for c in clauses if c.kind in ("v1", "v2", "quote")])

    def framed(self) -> Iterator[Candidate]:
        cued = {index for f in self._ruled if f.cue is not None for index in f.cue.tokens}
        for site in self._sites:
            is_free = _has_company(site) and cued.isdisjoint(site.cue.tokens)
            if is_free and self._gates.announcing(site):
                yield from _announced(site)
        yield from _of_nouns(self._sentence, self._ruled)

    def acts(self, taken: Sequence[Finding]) -> Iterator[Candidate]:
        """That somebody spoke, told by any verb that may mean it; not where words are passed on."""
        known = {f.content for f in self._ruled if f.type == "reported"}
        for site in self._sites:
            if site.clause.kind not in _ACTING or not self._gates.acting(site):
                continue
            contents = [
                (extent,)
                for extent in self._extents(site)
                if (extent,) not in known and not _is_taken(extent, taken)
            ]
            if contents:
                yield from _acts(site, contents)

    def _extents(self, site: CueSite) -> list[Range]:
        """The whole sentence, or the clause, without a subject that another quote shares."""
        analysis, clause = self._sentence.analysis, site.clause
        is_main = clause.kind in ("v1", "v2")
        found = [(analysis.first, analysis.end)] if is_main else []
        if is_main and self._mains <= 1:
            return found
        first = clause.first
        opens = self._sentence.text.folded[first] in ("und", "oder", "aber", "sondern")
        return [*found, (first + 1 if opens else first, clause.end)]


def _is_taken(extent: Range, taken: Sequence[Finding]) -> bool:
    first, end = extent
    for finding in taken:
        for start, stop in finding.content:
            if start < end and first < stop:
                return True
    return False


def _open_sites(sentence: SentenceSite) -> list[CueSite]:
    known = {id(site.clause): site for site in sentence.sites}
    found = []
    for clause in sentence.analysis.clauses:
        site = known.get(id(clause)) or _unlisted(sentence, clause)
        if site is not None:
            found.append(site)
    return found


def _unlisted(sentence: SentenceSite, clause: Clause) -> CueSite | None:
    group = clause.group
    if group is None:
        return None
    lemma = min(group.lemmas, default="-")
    cue = CueWords(group.tokens, lemma, "none")
    return CueSite(sentence.text, sentence.analysis, clause, group, _entry(lemma), cue)


@lru_cache(maxsize=1 << 12)
def _entry(lemma: str) -> CueEntry:
    return CueEntry(lemma, (), frozenset(), "none")


def _has_company(site: CueSite) -> bool:
    """Something stands behind it, or it stands behind something."""
    return site.clause.kind == "v1" or site.analysis.after(site.clause) is not None


def _announced(site: CueSite) -> Iterator[Candidate]:
    wide = site._replace(entry=site.entry._replace(governs=site.entry.governs | _ANY))
    for rule in indirect.RULES:
        found = rule(wide)
        if found is not None and not _has_voice(site.text, found):
            return
        if found is not None:
            name = "candidates.any_verb"
            yield Candidate(found._replace(rule=name, confidence="low"), site, site.clause)
            return


def _has_voice(text: Tagged, finding: Finding) -> bool:
    """„Die Frage, was geschah, beschäftigt …“: a thing says nothing by a verb nobody listed."""
    if not finding.speaker:
        return False
    first, end = finding.speaker[0]
    return text.tags[first] in ("PPER", "PRELS", "PIS") or is_voice(text, first, end)


def _of_nouns(sentence: SentenceSite, ruled: Sequence[Finding]) -> Iterator[Candidate]:
    text, analysis = sentence.text, sentence.analysis
    if len(analysis.segments) < 2:
        return  # nothing follows
    starts = {finding.first for finding in ruled}
    for clause in analysis.clauses:
        if clause.kind in ("quote", "so"):
            continue
        for number, (first, end) in zip(clause.segments, clause.pieces, strict=True):
            following = number + 1
            if following >= len(analysis.segments):
                break
            segment = analysis.segments[following]
            if segment.clause == analysis.segments[number].clause or segment.first in starts:
                continue
            noun = _last_noun(text, first, end)
            if noun is None:
                continue
            cue = CueWords((noun,), text.words[noun], "demand")
            site = nouns.NounSite(text, analysis, clause, NounCue(noun, cue), following)
            found = nouns.noun_with_clause(site)
            if found is not None:
                found = found._replace(rule="candidates.any_noun", confidence="low")
                yield Candidate(found, None, clause)


def _last_noun(text: Tagged, first: int, end: int) -> int | None:
    return next(
        (i for i in range(end - 1, max(first, end - 8) - 1, -1) if text.tags[i] == "NN"), None
    )


def unframed(
    sentence: SentenceSite, memory: Memory, ruled: Sequence[Finding]
) -> Iterator[Candidate]:
    """Sentences in the Konjunktiv or with „soll“, whatever stands before them."""
    text, analysis = sentence.text, sentence.analysis
    mains = [c for c in analysis.main_clauses if c.finite is not None]
    if not mains:
        return
    finites = [c.finite for c in mains if c.finite is not None]
    known = {finding.type for finding in ruled}
    whole = (analysis.first, analysis.end)
    if "indirect_free_indirect" not in known and any(map(text.is_konjunktiv, finites)):
        yield _whole("indirect_free_indirect", "any_konjunktiv", whole, memory, mains)
    if "free_indirect" not in known and any(text.folded[i] in _SHOULD for i in finites):
        yield _whole("free_indirect", "any_hearsay", whole, memory, mains)


def _whole(
    kind: free.FreeType, rule: str, whole: Range, memory: Memory, mains: Sequence[Clause]
) -> Candidate:
    finding = Finding(
        kind, (whole,), "candidates." + rule, "low", None, memory.speaker, continued=True
    )
    return Candidate(finding, None, mains[0])


def _acts(site: CueSite, contents: Iterable[Ranges]) -> Iterator[Candidate]:
    speaker = speaker_of(site)
    if not speaker and not site.group.passive:
        return
    for content in contents:
        finding = Finding("reported", content, "candidates.any_act", "low", None, speaker)
        yield Candidate(finding, site, site.clause)


def cue_nouns_in(text: Tagged, clause: Clause) -> list[str]:
    listed = cue_nouns()
    return [
        word for first, end in clause.pieces for word in text.folded[first:end] if word in listed
    ]


def marks(
    sentence: SentenceSite, memory: Memory, ruled: Iterable[Finding], outer: Sequence[Finding]
) -> Iterator[Candidate]:
    """Every pair of marks that stands in no direct quote."""
    text, analysis = sentence.text, sentence.analysis
    known = {finding.first for finding in ruled}
    for index in text.document.openings_in(analysis.first, analysis.end):
        quoted = text.document.quoted[index]
        if not quoted.closed or quoted.closing >= analysis.end:
            continue
        if quoted.closing <= index + 1 or index + 1 in known:
            continue
        around = [f for f in outer if any(a <= index + 1 < b for a, b in f.content)]
        if not any(f.type == "direct" for f in around):
            yield _marked(sentence, memory, quoted, around)


def _marked(
    sentence: SentenceSite, memory: Memory, quoted: Quoted, around: Sequence[Finding]
) -> Candidate:
    clause = next((c for c in sentence.analysis.clauses if _holds(c, quoted.opening)), None)
    site = next((s for s in sentence.sites if s.clause is clause), None)
    content = ((quoted.opening + 1, quoted.closing),)
    outer = min(around, key=lambda f: (not f.speaker, f.end - f.first), default=None)
    finding = Finding("direct", content, "candidates.any_marks", "low", partial=True)
    if outer is not None:
        finding = finding._replace(cue=outer.cue, speaker=outer.speaker, frame=outer.frame)
    elif site is not None and clause is not None and site.entry.category != "none":
        frame = _beside(clause, quoted, site.cue.tokens)
        finding = finding._replace(cue=site.cue, speaker=speaker_of(site), frame=frame)
    elif clause is not None:
        subject = subject_of(sentence.text, clause)
        if subject is not None and is_voice(sentence.text, *subject):
            finding = finding._replace(speaker=(subject,))
        elif memory.is_near(sentence):
            finding = finding._replace(speaker=memory.speaker, continued=True)
    return Candidate(finding, site, clause)


def _holds(clause: Clause, index: int) -> bool:
    return any(first <= index < end for first, end in clause.pieces)


def _beside(clause: Clause, quoted: Quoted, cue: tuple[int, ...]) -> Ranges:
    """The clause around the marks, as far as its cue reaches."""
    behind = clause.end if cue[-1] > quoted.closing else quoted.closing + 1
    parts = ((clause.first, quoted.opening), (quoted.closing + 1, behind))
    return tuple(part for part in parts if part[1] > part[0])


def located(sentence: SentenceSite, finding: Finding) -> Candidate:
    """What a rule found, with the clause that announces it."""
    if finding.cue is not None:
        tokens = set(finding.cue.tokens)
        site = next((s for s in sentence.sites if tokens & set(s.cue.tokens)), None)
        place = finding.cue.tokens[0]
        clause = next((c for c in sentence.analysis.clauses if _holds(c, place)), None)
        return Candidate(finding, site, clause if site is None else site.clause)
    if finding.type == "reported":
        site = next((s for s in sentence.sites if s.clause.kind in ("v1", "v2")), None)
        return Candidate(finding, site, None if site is None else site.clause)
    mains = [clause for clause in sentence.main_clauses if clause.finite is not None]
    return Candidate(finding, None, mains[0] if mains else None)
