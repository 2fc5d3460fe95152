"""What a quote does besides asserting: by its cue, by its own first words, by its mood."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.lexicon import classes
from services.parser.extraction.languages.de.morphology import readings
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import SpeechAct

_WILL: Final = frozenset({"werde", "werden", "will", "wollen"})
_SELF: Final = frozenset({"ich", "wir"})
_ACTS: Final[tuple[SpeechAct, ...]] = (
    "commitment",
    "warning",
    "denial",
    "evaluation",
    "demand",
    "question",
    "other",
)
_OPENING: Final = 6  # tokens in which a main clause shows its subject and verb
_DUTY: Final = frozenset(
    {"muss", "müssen", "müsse", "müssten", "müsste", "soll", "sollen", "solle", "sollten"}
)
_FORBIDS: Final = frozenset({"darf", "dürfen", "dürfe", "dürften"})
_MODALS: Final = _DUTY | _FORBIDS
_FUTURE: Final = frozenset({"werde", "werden", "würden", "würde"})
_NOT: Final = frozenset({"nicht", "kein", "keine", "keinen", "nie", "niemals"})
_UNTRUE: Final = frozenset(
    {"wahr", "richtig", "lüge", "lügen", "gelogen", "falsch", "unwahr", "unsinn", "erfunden"}
)


def act_of(text: Tagged, finding: Finding) -> SpeechAct | None:
    """None where the words tell no more than the cue."""
    return _by_cue(text, finding) or _by_words(text, finding) or finding.act


def _by_cue(text: Tagged, finding: Finding) -> SpeechAct | None:
    if finding.cue is None:
        return None
    lemma = finding.cue.lemma
    if _is_announced_deed(text, finding, lemma):
        return "commitment"
    return _of_lemma(lemma)


@lru_cache(maxsize=1 << 10)
def _of_lemma(lemma: str) -> SpeechAct | None:
    listed = classes("speech_acts.txt")
    name = lemma.replace(" ", "_")
    return next((act for act in _ACTS if name in listed[act]), None)


def _is_announced_deed(text: Tagged, finding: Finding, lemma: str) -> bool:
    """„kündigte an, zu klagen“, „sagte, er werde klagen“: what the speaker himself will do."""
    if lemma not in classes("speech_acts.txt")["announcing"] or finding.type != "indirect":
        return False
    if finding.rule.endswith("infinitive_clause"):
        return lemma == "ankündigen"
    opening = text.folded[finding.first : finding.first + 3]
    if opening[:1] == ["dass"]:
        last = text.folded[finding.end - 1]
        return opening[1:2] in (["er"], ["sie"]) and last in _FUTURE
    return opening[:1] in (["er"], ["sie"], ["man"]) and opening[1:2] in (["werde"], ["wolle"])


# --- by its own words ----------------------------------------------------------------------------


def _by_words(text: Tagged, finding: Finding) -> SpeechAct | None:
    if not _is_neutral(finding):
        return None
    opening = text.folded[finding.first : min(finding.first + _OPENING, finding.end)]
    if finding.type == "direct":
        if is_promise(opening[:2]):
            return "commitment"
        if _denies(opening):
            return "denial"
        if _commands(text, finding, opening):
            return "demand"
    return "demand" if _obliges(text, finding) else None


def _is_neutral(finding: Finding) -> bool:
    if finding.partial:
        return False
    if finding.cue is None:
        return finding.type == "direct"
    return finding.cue.lemma in classes("speech_acts.txt")["neutral"]


def is_promise(opening: list[str]) -> bool:
    """„Wir werden zusammenarbeiten“"""
    return bool(_SELF & set(opening)) and bool(_WILL & set(opening))


def _denies(opening: list[str]) -> bool:
    """„Nein, …“, „Das ist nicht wahr“, „Das stimmt nicht“, „Ich war nie dort“"""
    first = opening[:1]
    if first == ["nein"]:
        return True
    said = set(opening)
    if first in (["das"], ["dies"]) and ("stimmt" in said or _UNTRUE & said):
        return bool(_NOT & said) or bool(
            {"lüge", "falsch", "unsinn", "gelogen", "erfunden", "unwahr"} & said
        )
    was_done = {"habe", "hatte", "war", "bin"} & set(opening[:2])
    return bool(_SELF & set(opening[:2])) and bool(was_done) and bool({"nie", "niemals"} & said)


def _commands(text: Tagged, finding: Finding, opening: list[str]) -> bool:
    """„Gehen Sie nach Hause!“, „Hört auf!“, „Lasst uns gehen!“; „Gehen Sie?“ is caught before."""
    words = opening[1:] if opening[:1] in (["bitte"], [","]) else opening
    ends = text.words[finding.end - 1] if finding.end else ""
    if len(words) < 2:
        return False
    if words[1] in ("sie", "uns") and _is_verb(words[0]) and ends != "?":
        return text.words[finding.first][0].isupper() and _is_imperative_place(text, finding)
    return ends == "!" and _is_imperative(words[0])


def _is_imperative_place(text: Tagged, finding: Finding) -> bool:
    return (
        text.tags[finding.first][:2] in ("VV", "VA", "VM") or text.folded[finding.first] == "bitte"
    )


@lru_cache(maxsize=1 << 10)
def _is_verb(word: str) -> bool:
    return any(reading.pos in ("verb", "auxiliary") for reading in readings(word))


@lru_cache(maxsize=1 << 10)
def _is_imperative(word: str) -> bool:
    return any(reading.form == "imperative" for reading in readings(word))


def _obliges(text: Tagged, finding: Finding) -> bool:
    """„…, die Regierung müsse handeln“; „es müsse ein Irrtum sein“ only concludes."""
    first = finding.first
    opening = range(first, min(first + _OPENING, finding.end))
    modal = next((i for i in opening if text.folded[i] in _MODALS), None)
    if modal is None or modal == first or text.folded[finding.end - 1] in ("sein", "haben", "?"):
        return False
    said = set(text.folded[first : finding.end])
    if text.folded[modal] in _FORBIDS and not _NOT & said:
        return False
    if _SELF & set(text.folded[first:modal]) or text.folded[first] in ("er", "sie", "es"):
        return False
    return text.tags[finding.end - 2][:2] in ("VV", "VA") or text.tags[finding.end - 1][:2] in (
        "VV",
        "VA",
    )
