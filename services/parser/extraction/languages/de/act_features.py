"""What the judge weighs of a verb, and of a sentence that may report what somebody said."""

from __future__ import annotations

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
    return min(site.group.lemmas, default="-")


def of_word(site: CueSite) -> list[str]:
    """The verb wherever it stands."""
    main = site.text.folded[site.group.main]
    return [
        f"verb={verb_of(site)}",
        f"entry={site.entry.lemma}",
        f"class={site.entry.category}",
        f"company6={company_of(main, 6)}",
        f"company10={company_of(main, 10)}",
    ]


def of_verb(site: CueSite) -> list[str]:
    text, clause = site.text, site.clause
    found = [*of_word(site), f"clause={clause.kind}"]
    if site.group.passive:
        found.append("passive")
    if clause.finite is not None:
        found.append(f"finite={mood_of_verb(text, clause.finite)}")
        found.append(f"tense={tense_of(text.folded[clause.finite])}")
    if not _NEGATIONS.isdisjoint(text.folded[clause.first : clause.end]):
        found.append("negated")
    return found


def of_act(candidate: Candidate, around: Surroundings, neighbours: list[str]) -> list[str]:
    finding, site = candidate.finding, candidate.site
    extent = "sentence" if (finding.first, finding.end) == around.whole else "clause"
    found = [
        f"rule={finding.rule}",
        f"extent={extent} mains={around.mains}",
        f"length={length_of(finding)}",
        *(f"extent={extent} {neighbour}" for neighbour in neighbours),
    ]
    if around.text.words[finding.end - 1] == "?":
        found.append("a question")
    if site is None:
        return [*found, "no site"]
    found.append(f"extent={extent} clause={site.clause.kind}")
    return found + _of_site(site, finding, around)


def _of_site(site: CueSite, finding: Finding, around: Surroundings) -> list[str]:
    """The same for each extent of an act, and computed once."""
    key = (site.cue.tokens, finding.speaker)
    known = around.acts.get(key)
    if known is None:
        known = around.acts[key] = [
            *_of_voice(site, finding, around),
            *of_verb(site),
            *of_form(site),
            *_of_content(site, finding),
        ]
    return known


def _of_voice(site: CueSite, finding: Finding, around: Surroundings) -> list[str]:
    voice, head = voice_of(around.text, finding), head_of_voice(around.text, finding)
    found = [
        f"voice={voice}",
        f"head={head}",
        f"distance={around.distance}",
        f"class={site.entry.category} voice={voice}",
        "listed as act" if "r" in site.entry.governs else "not listed as act",
    ]
    if head.endswith(_OFFICES):
        office = next(ending for ending in _OFFICES if head.endswith(ending))
        found += [f"voice ends={office}", f"voice ends={office} verb={verb_of(site)}"]
    return found


def of_form(site: CueSite) -> list[str]:
    text, clause, group = site.text, site.clause, site.group
    following = site.analysis.after(clause)
    kind = "nothing" if following is None else site.analysis.segments[following].kind
    found = [f"followed by={kind}"]
    if clause.finite is not None and clause.finite != group.main:
        found.append(f"auxiliary={text.folded[clause.finite]}")
        found.append(f"auxiliary tag={text.tags[clause.finite]} main={text.tags[group.main]}")
    if clause.opener is not None:
        found.append(f"opened by={text.folded[clause.opener]}")
    return found


def _of_content(site: CueSite, finding: Finding) -> list[str]:
    """The words beside verb and speaker: what the act is about."""
    text, verb = site.text, f"verb={verb_of(site)}"
    found = []
    for noun in cue_nouns_in(text, site.clause):
        found += ["cue noun", f"noun={noun}", f"{verb} cue noun"]
    spoken = {index for part in finding.speaker for index in range(*part)}
    nouns = 0
    for index in site.clause.tokens():
        if index not in spoken and text.tags[index] in _WEIGHED:
            nouns += text.tags[index] == "NN"
            found += _of_word(text.folded[index], text.tags[index], verb)
    return [*found, f"nouns={min(nouns, 4)}", f"{verb} nouns={min(nouns, 1)}"]


_WEIGHED: Final = frozenset({"APPR", "APPRART", "NN", "ADJD", "KOKOM", "PRF", "PAV", "PIS", "CARD"})


def _of_word(word: str, tag: str, verb: str) -> list[str]:
    if tag in ("APPR", "APPRART"):
        return [f"{verb} with={word}", f"with={word}"]
    if tag == "NN":
        company = company_of(word.capitalize(), 8)
        return [f"object company={company}", f"{verb} object={word}", f"object={word}"]
    if tag == "ADJD":
        return [f"{verb} adverb={word}", f"adverb={word}"]
    return ["has a number"] if tag == "CARD" else [f"{verb} with={word}", f"has={tag}"]
