"""Sentences that report what somebody said without rendering it: „Sie kritisierte den Plan.“"""

from __future__ import annotations

from services.parser.extraction.findings import Finding, Ranges
from services.parser.extraction.languages.de.addressees import hearer_of
from services.parser.extraction.languages.de.cues import CueSite
from services.parser.extraction.languages.de.speakers import speaker_of
from services.parser.extraction.languages.de.things import is_thing
from services.parser.extraction.rule import Rule


@Rule
def speech_act(site: CueSite) -> Finding | None:
    """Der Minister kritisierte das Gesetz."""
    if "r" not in site.entry.governs or site.clause.kind not in ("v2", "v1") or site.group.passive:
        return None
    if site.clause.finite is not None and site.text.tags[site.clause.finite] == "VMFIN":
        return None  # what somebody wants or ought to say is not said yet
    if any(site.text.tags[index] == "PTKZU" for index in site.clause.tokens()):
        return None  # „Es sind drei Tote zu beklagen“
    speaker = speaker_of(site)
    if not speaker or not _may_speak(site, speaker):
        return None
    return _found(site, speaker)


def _found(site: CueSite, speaker: Ranges) -> Finding:
    analysis = site.analysis
    alone = all(c is site.clause or c.kind not in ("v2", "v1", "quote") for c in analysis.clauses)
    if alone:
        return Finding(
            "reported",
            ((analysis.first, analysis.end),),
            "reported.speech_act",
            "low",
            None,
            speaker,
            addressee=hearer_of(site),
        )
    assert site.clause.finite is not None
    first = (
        site.clause.finite
        if site.clause.kind == "v2" and speaker and speaker[0][1] <= site.clause.finite
        else site.clause.first
    )
    content = ((first, site.clause.end),)
    rule, hearer = "reported.speech_act", hearer_of(site)
    return Finding("reported", content, rule, "low", site.cue, speaker, addressee=hearer)


def _may_speak(site: CueSite, speaker: Ranges) -> bool:
    """The verb is one of speech already; plans, „es“ and „das“ still do not speak."""
    first, end = speaker[0]
    if site.text.tags[first] == "PPER":
        return site.text.folded[first] in ("er", "sie", "wir")
    named = any(site.text.is_noun(index) for index in range(first, end))
    return named and not is_thing(site.text, first, end)
