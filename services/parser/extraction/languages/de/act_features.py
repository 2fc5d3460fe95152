"""What the judge weighs of a verb, and of a sentence that may report what somebody said."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.candidates import Candidate, cue_nouns_in
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.surroundings import (
    Surroundings,
    company_of,
    head_of_voice,
    length_of,
    mood_of_verb,
    tense_of,
    voice_of,
)
from services.parser.extraction.languages.de.weighing import Term

_NEGATIONS: Final = frozenset({"nicht", "kein", "keine", "keinen", "niemand", "nie"})
_OFFICES: Final = (  # whose verbs mean something else: a court „weist zurück“
    "gericht",
    "gerichtshof",
    "richter",
    "anwaltschaft",
    "polizei",
    "sprecher",
    "minister",
    "partei",
    "zeitung",
    "verband",
    "kommission",
    "unternehmen",
    "konzern",
    "regierung",
    "bericht",
    "studie",
)


def verb_of(site: CueSite) -> str:
    return _first(site.group.lemmas)


@lru_cache(maxsize=1 << 12)
def _first(lemmas: frozenset[str]) -> str:
    return min(lemmas, default="-")


def of_word(site: CueSite) -> list[str]:
    """The verb wherever it stands."""
    return _word(*_verb(site))


def _verb(site: CueSite) -> tuple[str, str, str, str]:
    """The arguments of `_word`."""
    entry = site.entry
    return verb_of(site), entry.lemma, entry.category, site.text.folded[site.group.main]


def _word(verb: str, entry: str, category: str, main: str) -> list[str]:
    return [
        f"verb={verb}",
        f"entry={entry}",
        f"class={category}",
        f"company6={company_of(main, 6)}",
        f"company10={company_of(main, 10)}",
    ]


def of_verb(site: CueSite) -> list[Term]:
    text, clause = site.text, site.clause
    mood = tense = None
    if clause.finite is not None:
        mood = mood_of_verb(text, clause.finite)
        tense = tense_of(text.folded[clause.finite])
    negated = not _NEGATIONS.isdisjoint(text.folded[clause.first : clause.end])
    return [
        (_word, *_verb(site)),
        (_announcing, clause.kind, site.group.passive, mood, tense, negated),
    ]


def _announcing(
    kind: str, passive: object, mood: str | None, tense: str | None, negated: object
) -> list[str]:
    found = [f"clause={kind}"]
    if passive:
        found.append("passive")
    if mood is not None:
        found += [f"finite={mood}", f"tense={tense}"]
    return [*found, "negated"] if negated else found


def of_act(candidate: Candidate, around: Surroundings, neighbours: list[str]) -> list[Term]:
    finding, site = candidate.finding, candidate.site
    extent = "sentence" if (finding.first, finding.end) == around.whole else "clause"
    asks = around.text.words[finding.end - 1] == "?"
    kind = None if site is None else site.clause.kind
    found: list[Term] = [
        (_act, finding.rule, extent, around.mains, length_of(finding), asks),
        "no site" if kind is None else f"extent={extent} clause={kind}",
        *((_beside, extent, neighbour) for neighbour in neighbours),
    ]
    return found if site is None else found + _of_site(site, finding, around)


def _act(rule: str, extent: str, mains: int, length: str, asks: object) -> list[str]:
    found = [f"rule={rule}", f"extent={extent} mains={mains}", f"length={length}"]
    return [*found, "a question"] if asks else found


def _beside(extent: str, neighbour: str) -> list[str]:
    return [f"extent={extent} {neighbour}"]


def _of_site(site: CueSite, finding: Finding, around: Surroundings) -> list[Term]:
    """The same for each extent of an act, and computed once."""
    key = (site.cue.tokens, finding.speaker)
    known = around.acts.get(key)
    if known is None:
        known = around.acts[key] = [
            *_of_voice(site, finding, around),
            *of_verb(site),
            of_form(site),
            *_of_content(site, finding),
        ]
    return known


def _of_voice(site: CueSite, finding: Finding, around: Surroundings) -> list[Term]:
    voice, head = voice_of(around.text, finding), head_of_voice(around.text, finding)
    entry = site.entry
    found: list[Term] = [
        (_voice, voice, around.distance, entry.category, "r" in entry.governs),
        f"head={head}",
    ]
    office = _office_of(head)
    return [*found, (_office, office, verb_of(site))] if office else found


def _voice(voice: str, distance: str, category: str, listed: object) -> list[str]:
    return [
        f"voice={voice}",
        f"distance={distance}",
        f"class={category} voice={voice}",
        "listed as act" if listed else "not listed as act",
    ]


@lru_cache(maxsize=1 << 12)
def _office_of(head: str) -> str | None:
    return next((ending for ending in _OFFICES if head.endswith(ending)), None)


def _office(office: str, verb: str) -> list[str]:
    return [f"voice ends={office}", f"voice ends={office} verb={verb}"]


def of_form(site: CueSite) -> Term:
    text, clause, group = site.text, site.clause, site.group
    following = site.analysis.after(clause)
    kind = "nothing" if following is None else site.analysis.segments[following].kind
    opener = None if clause.opener is None else text.folded[clause.opener]
    if clause.finite is None or clause.finite == group.main:
        return (_form, kind, opener, None, "", "")
    finite = clause.finite
    return (_form, kind, opener, text.folded[finite], text.tags[finite], text.tags[group.main])


def _form(kind: str, opener: str | None, auxiliary: str | None, tag: str, main: str) -> list[str]:
    found = [f"followed by={kind}"]
    if auxiliary is not None:
        found += [f"auxiliary={auxiliary}", f"auxiliary tag={tag} main={main}"]
    return found if opener is None else [*found, f"opened by={opener}"]


def _of_content(site: CueSite, finding: Finding) -> list[Term]:
    """The words beside verb and speaker: what the act is about."""
    text, verb = site.text, f"verb={verb_of(site)}"
    tags, folded = text.tags, text.folded
    found: list[Term] = [(_cue_noun, noun, verb) for noun in cue_nouns_in(text, site.clause)]
    spoken = {index for part in finding.speaker for index in range(*part)}
    nouns = 0
    for index in site.clause.tokens():
        tag = tags[index]
        if tag in _WEIGHED and index not in spoken:
            nouns += tag == "NN"
            found += _of_word(folded[index], tag, verb)
    return [*found, (_nouns, min(nouns, 4), verb)]


def _cue_noun(noun: str, verb: str) -> list[str]:
    return ["cue noun", f"noun={noun}", f"{verb} cue noun"]


def _nouns(number: int, verb: str) -> list[str]:
    return [f"nouns={number}", f"{verb} nouns={min(number, 1)}"]


_WEIGHED: Final = frozenset({"APPR", "APPRART", "NN", "ADJD", "KOKOM", "PRF", "PAV", "PIS", "CARD"})


def _of_word(word: str, tag: str, verb: str) -> tuple[Term, ...]:
    """What the word says by itself, and beside this verb, which is hardly met again."""
    if tag in ("APPR", "APPRART"):
        return f"{verb} with={word}", f"with={word}"
    if tag == "NN":
        return (_object, word), f"{verb} object={word}"
    if tag == "ADJD":
        return f"{verb} adverb={word}", f"adverb={word}"
    return ("has a number",) if tag == "CARD" else (f"{verb} with={word}", f"has={tag}")


def _object(word: str) -> list[str]:
    return [f"object company={company_of(word.capitalize(), 8)}", f"object={word}"]
