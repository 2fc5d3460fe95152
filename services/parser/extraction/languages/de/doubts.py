"""Where something about a finding had to be guessed: the doubts that grammar knows of."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from services.parser.extraction.findings import Finding
from services.parser.extraction.languages.de.kinds import kind_of_noun
from services.parser.extraction.languages.de.lexicon import speech_verbs
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.model import Confidence

# where a quote ends is a guess: its frame stands in the middle, or covers „all of the sentence“
_LOOSE: Final = frozenset(
    {
        "indirect.as_frame",
        "adpositions.whereby",
        "adpositions.in_the_opinion_of",
    }
)
# who speaks, or how far back the words reach, is open
_OPEN: Final = frozenset(
    {
        "adpositions.accordingly",
        "nouns.pointing_back",
        "nouns.noun_with_clause",
        "unlisted.konjunktiv_clause",
    }
)
_UNFRAMED: Final = frozenset({"free_indirect", "indirect_free_indirect"})
_LIKELY: Final = 85  # seven of ten, by the judge; of what it finds less likely half is wrong
_PLAIN_ACTS: Final = frozenset({"reported.speech_act"})
_OPENING: Final = 60  # tokens in which the mood of a quote has to show
_LONG_PHRASE: Final = 16  # tokens; a speaker that long has swallowed something


def doubted(text: Tagged, finding: Finding) -> Confidence:
    """The rule says how sure its pattern is; here are the doubts of the single case."""
    level = _level_of_rule(text, finding)
    if finding.weight < _LIKELY:
        return "medium" if level == "high" else "low"
    return level


def _level_of_rule(text: Tagged, finding: Finding) -> Confidence:
    if finding.rule in _PLAIN_ACTS:
        return "medium" if finding.speaker else "low"
    if finding.confidence == "low" or _is_open(finding) or _goes_on_from_afar(text, finding):
        return "low"
    if finding.rule == "indirect.verb_second_clause" and _may_be_own_words(text, finding):
        return "low"
    return "medium" if _is_doubtful(text, finding) else finding.confidence


def _is_open(finding: Finding) -> bool:
    if finding.rule == "fragments.inside_speech" and finding.confidence != "high":
        return True  # the quote around it is doubtful already
    nobody = finding.rule.startswith(("indirect.", "fragments.")) and not finding.speaker
    return finding.rule in _OPEN or nobody


def _goes_on_from_afar(text: Tagged, finding: Finding) -> bool:
    """Without a frame only what follows at once is known to be of the same voice."""
    if finding.type not in _UNFRAMED or not finding.speaker:
        return False
    spoken = finding.speaker[0][1]
    if spoken > finding.first:
        return False
    document = text.document
    number = bisect_right(document.sentence_starts, finding.first)
    is_near = number < 2 or document.sentences[number - 2].first < spoken
    tokens = document.tokens
    between = document.text[tokens.ends[spoken - 1] : tokens.starts[finding.first]]
    return not is_near or "\n" in between or not _is_voice(text, finding)


def _is_doubtful(text: Tagged, finding: Finding) -> bool:
    return (
        finding.rule in _LOOSE
        or not _is_voice(text, finding)
        or not _is_announced(finding)
        or (finding.rule == "indirect.frame_behind" and _may_be_own_words(text, finding))
        or _is_aside(text, finding)
    )


def _is_voice(text: Tagged, finding: Finding) -> bool:
    """A name, a person, an organisation, a text or a plain pronoun; „es“ and „das“ are nobody."""
    if not finding.speaker:
        return False
    first, end = finding.speaker[0]
    if end - first > _LONG_PHRASE:
        return False
    if text.tags[first] == "PPER":
        return text.folded[first] in ("er", "sie", "ich", "wir")
    nouns = [i for i in range(first, end) if text.tags[i] in ("NN", "NE", "FM")]
    if not nouns:
        return False
    return text.tags[nouns[0]] != "NN" or _is_source(text, nouns, finding)


def _is_source(text: Tagged, nouns: list[int], finding: Finding) -> bool:
    if finding.cue is not None and finding.cue.category == "according_to":
        return True  # what „laut“ and „nach Angaben“ name is a source by its place
    return kind_of_noun(text, nouns[0]) != "unknown" or any(text.tags[i] == "NE" for i in nouns)


def _is_announced(finding: Finding) -> bool:
    """By a verb of speech: „„…“, lächelte sie“ and a bare colon only suggest it."""
    if finding.rule == "direct.name_before_colon":
        return True
    if finding.cue is None:
        return False
    if finding.cue.category == "according_to":
        return True
    return finding.cue.lemma.split(" ")[-1] in speech_verbs() or " " in finding.cue.lemma


def _is_aside(text: Tagged, finding: Finding) -> bool:
    """„…, die laut Polizei floh, …“: how much of the sentence the source vouches for is open."""
    first = finding.first
    is_source = finding.rule.startswith("adpositions.") and finding.rule != "adpositions.so_frame"
    return is_source and first > 0 and text.words[first - 1] == "," and not _opens(finding)


def _opens(finding: Finding) -> bool:
    """„Laut Polizei, …“: the comma belongs to the frame."""
    return bool(finding.frame) and finding.frame[0][1] >= finding.first


def _may_be_own_words(text: Tagged, finding: Finding) -> bool:
    """„Er sagt, das ist so“: without Konjunktiv the reporter's words may begin anywhere."""
    return not any(
        text.is_konjunktiv(index)
        for first, end in finding.content
        for index in range(first, min(end, first + _OPENING))
        if text.tags[index][:1] == "V"
    )
