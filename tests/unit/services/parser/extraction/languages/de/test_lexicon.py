"""The word lists: an example beside a word is a sentence in which the engine finds it."""

from pathlib import Path
from typing import get_args

import pytest

from schemas.values import CueCategory
from services.parser.extraction import Quote, extract
from services.parser.extraction.languages.de import lexicon
from services.parser.extraction.languages.de.lexicon import cue_nouns, speech_verbs

LEXICON = Path(lexicon.__file__).parent / "lexicon"


def examples(name: str) -> list[tuple[str, str]]:
    """The word of each line that has an example beside it."""
    found = []
    for line in (LEXICON / name).read_text(encoding="utf-8").splitlines():
        word, _, example = line.partition("#")
        if word.strip() and example.strip():
            found.append((word.split()[0].replace("_", " "), example.strip()))
    return found


def quotes_in(example: str) -> tuple[Quote, ...]:
    text = example if example.endswith((".", "“", "!", "?")) else f"Es gab {example}."
    return extract(text, "de").quotes


VERBS = examples("speech_verbs.txt")


@pytest.mark.parametrize(("entry", "example"), VERBS, ids=[entry for entry, _ in VERBS])
def test_a_verb_is_found_in_its_example(entry: str, example: str) -> None:
    cues = {quote.cue.lemma for quote in quotes_in(example) if quote.cue}
    reported = any(quote.rule == "reported.speech_act" for quote in quotes_in(example))

    assert entry in cues or reported, cues


ANNOUNCING = examples("cue_nouns.txt")


@pytest.mark.parametrize(("noun", "example"), ANNOUNCING, ids=[noun for noun, _ in ANNOUNCING])
def test_a_noun_announces_the_clause_of_its_example(noun: str, example: str) -> None:
    cues = {quote.cue.lemma.casefold() for quote in quotes_in(example) if quote.cue}

    assert noun.casefold() in cues


SOURCES = [(w, one) for w, example in examples("source_nouns.txt") for one in example.split(", ")]


@pytest.mark.parametrize(("noun", "example"), SOURCES, ids=[noun for noun, _ in SOURCES])
def test_a_noun_makes_a_source_of_its_example(noun: str, example: str) -> None:
    sentence = f"{example[0].upper()}{example[1:]} kam niemand."

    (quote,) = extract(sentence, "de").quotes

    assert quote.rule.startswith("adpositions.")
    assert quote.frame is not None
    assert noun in " ".join(sentence[a:b] for a, b in quote.frame.spans).casefold()


def test_every_category_is_one_of_the_contract() -> None:
    used = {entry.category for entries in speech_verbs().values() for entry in entries}
    used |= set(cue_nouns().values())

    assert used <= set(get_args(get_args(CueCategory)[0]))
