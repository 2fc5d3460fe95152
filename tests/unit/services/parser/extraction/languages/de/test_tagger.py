from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.parser.extraction.languages.de.linear import load
from services.parser.extraction.languages.de.names import names
from services.parser.extraction.languages.de.tagger import Tagger, tag

# Our own sentences, each with the tags that matter to the extraction of quotes.
SENTENCES = [
    "Der/ART Botschafter/NN wies/VVFIN die/ART Vorwürfe/NN zurück/PTKVZ ./$.",
    "„/$( Wir/PPER schaffen/VVFIN das/PDS “/$( ,/$, sagte/VVFIN Merkel/NE ./$.",
    "Der/ART Streit/NN sei/VAFIN beigelegt/VVPP ,/$, teilte/VVFIN das/ART Amt/NN mit/PTKVZ ./$.",
    "Die/ART Ukraine/NE habe/VAFIN die/ART Stadt/NN eingenommen/VVPP ,/$, hieß/VVFIN es/PPER ./$.",
    "»/$( Das/PDS ist/VAFIN falsch/ADJD «/$( ,/$, so/ADV der/ART Sprecher/NN ./$.",
    "Laut/APPR dem/ART Bericht/NN starben/VVFIN 34/CARD Menschen/NN ./$.",
    "Nach/APPR Angaben/NN der/ART Polizei/NN wurden/VAFIN zwei/CARD Personen/NN verletzt/VVPP ./$.",
    "Experten/NN zufolge/APPO könnten/VMFIN sie/PPER beteiligt/VVPP sein/VAINF ./$.",
    "Sie/PPER warf/VVFIN ihm/PPER vor/PTKVZ ,/$, die/ART Lage/NN zu/PTKZU verharmlosen/VVINF ./$.",
    "Der/ART Minister/NN ,/$, der/PRELS die/ART Reise/NN absagte/VVFIN ,/$, schwieg/VVFIN ./$.",
    "Er/PPER sagte/VVFIN ,/$, dass/KOUS er/PPER nicht/PTKNEG gewinnen/VVINF könne/VMFIN ./$.",
    "Scholz/NE verspricht/VVFIN Kiew/NE weitere/ADJA Hilfe/NN",
]


def pairs(sentence: str) -> Iterator[list[str]]:
    return (pair.rsplit("/", 1) for pair in sentence.split(" "))


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_news_sentence_gets_its_tags(sentence: str) -> None:
    words, tags = zip(*pairs(sentence), strict=True)

    assert tag(words) == list(tags)


@pytest.mark.parametrize("mark", ["„", "“", "”", "»", "«", "›", "‹", "‚", "‘", '"', "–", "—", "("])
def test_quotation_marks_and_dashes_are_no_words(mark: str) -> None:
    first, _, last = tag([mark, "Nein", mark])

    assert (first, last) == ("$(", "$(")


def test_what_was_tagged_before_changes_nothing() -> None:
    sentences = [[word for word, _ in pairs(sentence)] for sentence in SENTENCES]
    first = [tag(words) for words in sentences]
    fresh = Tagger(*load("tagger.xz"))

    again = [fresh.tag(words) for words in reversed(sentences)]

    assert again[::-1] == first


def test_an_empty_sentence_has_no_tags() -> None:
    assert tag([]) == []
    assert names([], []) == []


@settings(deadline=None)  # the first words read the models
@given(st.lists(st.text(min_size=1, max_size=12), max_size=12))
def test_any_tokens_get_as_many_tags(tokens: list[str]) -> None:
    tags = tag(tokens)

    assert len(tags) == len(tokens)
    assert len(names(tokens, tags)) == len(tokens)


@pytest.mark.parametrize(
    ("sentence", "labels"),
    [
        ("Angela Merkel reiste nach Paris .", "B-PER I-PER O O B-LOC O"),
        ("Das sagte Außenministerin Annalena Baerbock .", "O O O B-PER I-PER O"),
        ("In Deutschland regnet es .", "O B-LOC O O O"),
        ("Die SPD stimmte zu .", "O B-ORG O O O"),
        ("Die Häuser sind alt .", "O O O O O"),
    ],
)
def test_names_are_found_with_their_kind(sentence: str, labels: str) -> None:
    words = sentence.split()

    assert names(words, tag(words)) == labels.split()


@settings(deadline=None)  # the first words read the models
@given(st.lists(st.text(min_size=1, max_size=8), max_size=10))
def test_a_name_goes_on_only_where_one_began(tokens: list[str]) -> None:
    found = ["O", *names(tokens, tag(tokens))]

    for before, label in pairwise(found):
        assert not label.startswith("I-") or before[2:] == label[2:]
