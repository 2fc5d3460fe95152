"""A sentence met again is moved to where it stands, and is what it would be if it stood alone."""

import pytest

from services.parser.extraction.document import Document
from services.parser.extraction.languages.de.clauses import analyse
from services.parser.extraction.languages.de.cues import cue_sites
from services.parser.extraction.languages.de.memory import SentenceSite
from services.parser.extraction.languages.de.repetitions import Sentences
from services.parser.extraction.languages.de.tagged import Tagged
from services.parser.extraction.languages.de.utterances import utterances_in
from services.parser.extraction.languages.registry import LANGUAGES

SAID = (
    "Er sagte, er komme. ",
    "„Ja“, sagte er. ",
    "Die Ministerin, die gestern ankam, wies den Vorwurf zurück, sie habe gelogen. ",
    "Es wurde vermutet, dass „alles gut“ sei. ",
)
AMBIGUOUS = (  # the same words, and something beside them that tells
    "Es kamen 10–20 Boote, sagte er. Es kamen 10 – 20 Boote, sagte er. ",
    "Gut. Er sagte, er habe Zeit. Gut. Nun (Gut. Er sagte, er habe Zeit. Gut. Nun). ",
    "Meine Herren, ich. Habe Zeit, sagt er. Meine Herren, er. Habe Zeit, sagt er. ",
    "Es rief: „Ja“, sagte er. Ein „Ja“, sagte er. ",
)


def text_of(words: str) -> Tagged:
    text = Tagged(Document(words, LANGUAGES["de"].spelling))
    text.utterances = utterances_in(text)
    return text


def all_of(words: str) -> list[SentenceSite]:
    text = text_of(words)
    sentences = Sentences(text)
    return [sentences.site(number) for number in range(len(text.document.sentences))]


def alone(words: str) -> list[SentenceSite]:
    text, found = text_of(words), []
    for number, sentence in enumerate(text.document.sentences):
        analysis = analyse(text, sentence.first, sentence.end)
        found.append(SentenceSite(text, analysis, cue_sites(text, analysis), number))
    return found


def told(site: SentenceSite) -> list[object]:
    sites = [(cue.clause, cue.group, cue.entry, cue.cue) for cue in site.sites]
    return [site.number, site.analysis, sites]


@pytest.mark.parametrize("words", [*SAID, *AMBIGUOUS, "".join(SAID + AMBIGUOUS)])
def test_a_sentence_met_again_is_what_it_is_alone(words: str) -> None:
    found = all_of("Gut. " + words * 4)
    assert list(map(told, found)) == list(map(told, alone("Gut. " + words * 4)))


@pytest.mark.parametrize("words", SAID)
def test_it_is_moved_and_not_looked_at_again(words: str) -> None:
    found = [site.analysis for site in all_of(words * 5)]
    shared = [found[2].clauses[0].segments is other.clauses[0].segments for other in found]
    assert shared == [False, True, True, True, False]  # the text's edges may tell, too
