"""Where a clause announces a quote: its verb, with particle, correlate and fixed noun."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from services.parser.extraction.findings import CueWords
from services.parser.extraction.languages.de import words
from services.parser.extraction.languages.de.clauses import Analysis, Clause
from services.parser.extraction.languages.de.lexicon import CueEntry, cue_nouns, speech_verbs
from services.parser.extraction.languages.de.morphology import lemma
from services.parser.extraction.languages.de.segment import VERB_END
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.verbs import VerbGroup, simple_group, verb_groups
from services.parser.extraction.model import CueCategory

_ADVERB_PARTICLES: Final = frozenset({"weiter", "dazu", "davon", "darauf"})
_REFLEXIVES: Final = frozenset({"sich", "mich", "uns"})


_CLOSING: Final = VERB_END | {"ADJD", "PTKZU"}


_JUDGED: Final = frozenset({"ADJD", "VVPP"})


_PHRASE_ONLY: Final = frozenset("r")


class CueSite(NamedTuple):
    """A clause whose verb may announce a quote, and what the lexicon says of it."""

    text: Tagged
    analysis: Analysis
    clause: Clause
    group: VerbGroup
    entry: CueEntry
    cue: CueWords


def cue_sites(text: Tagged, analysis: Analysis) -> list[CueSite]:
    return [
        site
        for clause in analysis.clauses
        if clause.kind not in ("quote", "so", "frag")
        for site in _sites_of(text, analysis, clause)
    ]


def _sites_of(text: Tagged, analysis: Analysis, clause: Clause) -> list[CueSite]:
    found = []
    for group in verb_groups(text, clause)[-1:]:
        clause.group = group
        entry, used = entry_of(text, clause, group), group
        if entry is None and _ends_in_adverb(text, clause, group):
            used = simple_group(text, clause)  # „sagte weiter“: the particle was an adverb
            entry = entry_of(text, clause, used)
        if entry is not None:
            tokens = {*_cue_tokens(text, clause, used, entry), *_correlate(text, analysis, clause)}
            cue = CueWords(tuple(sorted(tokens)), entry.lemma, entry.category)
            found.append(CueSite(text, analysis, clause, used, entry, cue))
    return found


def _ends_in_adverb(text: Tagged, clause: Clause, group: VerbGroup) -> bool:
    return clause.finite is not None and text.folded[group.tokens[-1]] in _ADVERB_PARTICLES


def entry_of(text: Tagged, clause: Clause, group: VerbGroup) -> CueEntry | None:
    """The lexicon's entry that finds all the words it needs in the clause."""
    lexicon = speech_verbs()
    present: list[str] | None = None
    for verb in sorted(group.lemmas):
        for entry in lexicon.get(verb, ()):
            if not entry.needs:
                return entry
            if present is None:
                present = [text.folded[index] for index in clause.tokens()]
            if _has_all(entry.needs, present):
                return _with_clause(entry, lexicon[verb])
    return None


def _with_clause(entry: CueEntry, entries: tuple[CueEntry, ...]) -> CueEntry:
    """„warnte vor Panik“ may still go on with „und sagte“ or „, dass“: as the bare verb does."""
    bare = entries[-1]
    if entry.governs != _PHRASE_ONLY or bare.needs:
        return entry
    return bare._replace(governs=bare.governs | _PHRASE_ONLY)


def _has_all(needs: tuple[str, ...], present: list[str]) -> bool:
    fixed, is_governed = _fixed(needs)
    if len(fixed) < len(needs) and _REFLEXIVES.isdisjoint(present):
        return False
    if not fixed:
        return True
    if is_governed:  # „machte die Bahn für den Unfall verantwortlich“
        here = {words.CONTRACTIONS.get(word, word) for word in present}
        return here.union(present).issuperset(fixed)
    if fixed[0] not in present:
        return False
    size = len(fixed)
    places = range(present.index(fixed[0]), len(present) - size + 1)
    return size == 1 or any(present[at : at + size] == fixed for at in places)


@lru_cache(maxsize=1 << 10)
def _fixed(needs: tuple[str, ...]) -> tuple[list[str], bool]:
    """What has to stand there beside „sich“; whether a preposition of the verb ends it."""
    fixed = [word for word in needs if word != "sich"]
    return fixed, bool(fixed) and fixed[-1] in words.GOVERNED


def _cue_tokens(text: Tagged, clause: Clause, group: VerbGroup, entry: CueEntry) -> tuple[int, ...]:
    needed = set(entry.needs)
    if entry.lemma == "heißen":
        needed.add("es")
    others = [index for index in clause.tokens() if text.folded[index] in needed]
    run = _run(text, clause, [word for word in entry.needs if word != "sich"])
    others = [i for i in others if not run or i in run or text.folded[i] in ("sich", "es")]
    if entry.lemma == "zeigen sich":
        others += [index for index in clause.tokens() if text.tags[index] == "ADJD"]
    if clause.kind == "v1" and text.folded[clause.first] == "so":
        others.append(clause.first)  # „…, so schätzt der Verband“
    if group.passive:
        others += _expletive(text, clause)
    if entry.lemma == "halten":
        others += _predicate(text, clause)
    return tuple(sorted({*group.tokens, *others}))


def _predicate(text: Tagged, clause: Clause) -> list[int]:
    """„hält es für möglich, dass …“: what somebody thinks of it."""
    tokens = list(clause.tokens())
    for index in tokens:
        if text.folded[index] == "es" and text.folded[tokens[-1]] != "es":
            ends = [i for i in tokens if text.folded[i] == "für" and text.tags[i + 1] in _JUDGED]
            return [index, *(i for end in ends[:1] for i in (end, end + 1))]
    return []


def _run(text: Tagged, clause: Clause, fixed: list[str]) -> list[int]:
    """Where the fixed words stand next to each other: not „Der“ of „Der Wirt ist der Meinung“."""
    tokens, size = list(clause.tokens()), len(fixed)
    for at in range(len(tokens) - size + 1) if size > 1 else ():
        if [text.folded[i] for i in tokens[at : at + size]] == fixed:
            return tokens[at : at + size]
    return []


def _expletive(text: Tagged, clause: Clause) -> list[int]:
    """„Es wird vermutet, dass …“, „wird es erwartet“: beside the auxiliary."""
    finite = clause.finite
    near = () if finite is None else (finite - 1, finite + 1)
    return [i for i in near if clause.first <= i < clause.end and text.folded[i] == "es"]


def _correlate(text: Tagged, analysis: Analysis, clause: Clause) -> list[int]:
    """„fordert dazu auf, …“, „klagte darüber, dass …“: what points ahead stands at the end."""
    following = analysis.after(clause)
    if following is None or analysis.segments[following].kind not in ("sub", "inf", "w"):
        return []
    for index in range(clause.end - 1, clause.first, -1):
        if text.tags[index] == "PAV":
            return [index] if text.folded[index] in words.CORRELATES else []
        if text.tags[index] not in _CLOSING:
            return []
    return []


class NounCue(NamedTuple):
    noun: int
    cue: CueWords


def noun_cue_before(text: Tagged, first: int, end: int) -> NounCue | None:
    """The last cue noun of a stretch that ends where its clause begins."""
    for index in range(end - 1, max(first, end - 8) - 1, -1):
        if text.tags[index] not in ("NN", "NE"):
            continue
        category = _noun_category(text.words[index])
        if category is not None:
            start = (
                index - 1 if index > first and text.tags[index - 1] in ("ART", "PPOSAT") else index
            )
            tokens = tuple(range(start, index + 1))
            return NounCue(index, CueWords(tokens, text.words[index], category))
    return None


@lru_cache(maxsize=4096)
def _noun_category(noun: str) -> CueCategory | None:
    listed = cue_nouns()
    return listed.get(noun.lower()) or listed.get(lemma(noun, "NN").lower())
