import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.training.lexicon import lemma_rule
from services.parser.extraction.languages.de import dictionary, morphology
from services.parser.extraction.languages.de.word_table import WordTable

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\t\n"), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("form", "moods"),
    [
        ("sagte", {"ind_past", "kj2"}),
        ("sei", {"kj1"}),
        ("habe", {"ind_present", "kj1"}),
        ("gäbe", {"kj2"}),
        ("zurückwies", {"ind_past"}),
        ("sagen", {"ind_present", "kj1"}),
        ("gesagt", set()),
        ("Haus", set()),
        ("Angaben", set()),  # „(sie) angaben“ is not written so inside a sentence
    ],
)
def test_a_form_has_the_moods_it_can_be(form: str, moods: set[str]) -> None:
    assert morphology.finite_moods(form) == moods


def test_a_capital_is_ignored_at_the_start_of_a_sentence() -> None:
    assert morphology.finite_moods("Gab", initial=True) == {"ind_past"}
    assert morphology.is_verb_form("Angaben", initial=True)
    assert not morphology.is_verb_form("Angaben")


@pytest.mark.parametrize("form", ["sei", "seien", "habe", "werde", "müsse", "könne", "dementiere"])
def test_a_konjunktiv_that_cannot_be_indicative_is_distinct(form: str) -> None:
    assert morphology.is_distinct_konjunktiv1(form)


@pytest.mark.parametrize("form", ["haben", "sagte", "wäre", "raste", "ist", "Habe", "sagt"])
def test_a_form_that_may_be_indicative_is_not_distinct(form: str) -> None:
    assert not morphology.is_distinct_konjunktiv1(form)


@pytest.mark.parametrize(
    ("form", "hint", "lemma"),
    [
        ("wies", None, "weisen"),
        ("zurückgewiesen", "VVPP", "zurückweisen"),
        ("zurückgewiesene", "ADJA", "zurückgewiesen"),
        ("einzuräumen", "VVIZU", "einräumen"),
        ("erklärt", None, "erklären"),
        ("Erklärte", "VVFIN", "erklären"),
        ("Häuser", "NN", "Haus"),
        ("Angaben", "NN", "Angabe"),
        ("Merkels", "NE", "Merkel"),
        ("Ihm", "PPER", "er"),
        ("wurde", "VAFIN", "werden"),
        ("Ministerpräsidenten", "NN", "Ministerpräsident"),
        ("NATO-Sprecherinnen", "NN", "NATO-Sprecherin"),
        ("Xyzzy", "NE", "Xyzzy"),
    ],
)
def test_a_form_has_its_lemma(form: str, hint: str | None, lemma: str) -> None:
    assert morphology.lemma(form, hint) == lemma


def test_unlisted_words_have_no_readings() -> None:
    assert morphology.readings("Nebensja") == ()
    assert morphology.readings("") == ()
    assert morphology.readings("a\tb\nc") == ()


@pytest.mark.parametrize(
    ("verb", "prefix"),
    [
        ("zurückweisen", "zurück"),
        ("hinzufügen", "hinzu"),
        ("bekanntgeben", "bekannt"),
        ("darstellen", "dar"),
        ("zugeben", "zu"),
        ("berichten", None),
        ("überleben", None),
    ],
)
def test_a_verb_has_its_separable_prefix(verb: str, prefix: str | None) -> None:
    assert morphology.separable_prefix(verb) == prefix


@pytest.mark.parametrize(
    ("base", "particle", "verb"),
    [
        ("wies", "zurück", "zurückweisen"),
        ("teilte", "mit", "mitteilen"),
        ("Räumte", "ein", "einräumen"),
        ("fügte", "hinzu", "hinzufügen"),
        ("ging", "Mauer", None),
        ("Haus", "auf", None),
    ],
)
def test_a_verb_and_its_particle_join(base: str, particle: str, verb: str | None) -> None:
    assert morphology.joins(base, particle) == verb


def test_a_base_verb_knows_its_particle_verbs() -> None:
    verbs = morphology.particle_verbs("weisen")

    assert {"zurückweisen", "hinweisen", "nachweisen"} <= verbs
    assert "beweisen" not in verbs


@pytest.mark.parametrize(
    ("form", "genders", "numbers"),
    [
        ("Botschafterin", {"fem"}, {"sg"}),
        ("Verteidigungsminister", {"masc"}, {"sg", "pl"}),
        ("Bundesamt", {"neut"}, {"sg"}),
        ("U-Bahnen", {"fem"}, {"pl"}),
        ("Währungsunion", {"fem"}, {"sg"}),
        ("Qwrtz", set(), set()),
    ],
)
def test_a_noun_has_gender_and_number(form: str, genders: set[str], numbers: set[str]) -> None:
    found = morphology.noun_features(form)

    assert set(found.genders) == genders
    assert set(found.numbers) == numbers


def test_an_article_agrees_in_case_number_and_gender_together() -> None:
    found = morphology.agreements("der")

    assert ("nom", "sg", "masc") in found
    assert ("dat", "sg", "fem") in found
    assert ("nom", "sg", "fem") not in found


def test_a_pronoun_has_its_person() -> None:
    persons = {
        form: {r.person for r in morphology.readings(form) if r.kind == "personal"}
        for form in ("ich", "uns", "du", "er", "sie")
    }

    assert persons == {"ich": {"1"}, "uns": {"1"}, "du": {"2"}, "er": {"3"}, "sie": {"3"}}


@pytest.mark.parametrize(
    ("form", "kind"),
    [("Angela", "first_name"), ("Müllers", "surname"), ("Berlin", "town"), ("Ukraine", "country")],
)
def test_a_name_has_its_kind(form: str, kind: str) -> None:
    assert kind in morphology.name_kinds(form)


@settings(deadline=None)  # the first word reads the dictionary
@given(st.text())
def test_no_word_raises(form: str) -> None:
    morphology.noun_features(form)
    morphology.name_kinds(form)
    morphology.joins(form, form)

    assert isinstance(morphology.lemma(form, "NN"), str)


def test_importing_it_reads_no_data() -> None:
    """The command line starts before it is known whether German is needed."""
    code = (
        "from services.parser.extraction.languages.de import dictionary, morphology;"
        "print(dictionary.lexicon.cache_info().currsize, len(morphology.__all__) > 0)"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "0 True\n"


@given(form=st.text("abegnuzäß", min_size=1), lemma=st.text("abegnuzäß", min_size=1))
def test_a_stored_rule_cuts_the_lemma_out_of_the_form(form: str, lemma: str) -> None:
    assert dictionary._lemma(form, lemma_rule(form, lemma)) == lemma


@settings(deadline=None)
@given(st.lists(WORDS, max_size=12), WORDS)
def test_a_table_holds_what_was_put_in_and_nothing_else(stems: list[str], other: str) -> None:
    words = {f"{stem}{n}": f"{n} {stem}" for stem in stems for n in range(30)}
    lines = "".join(f"{word}\t{words[word]}\n" for word in sorted(words, key=str.encode))

    table = WordTable(lines.encode())

    assert {word: table.get(word) for word in words} == words
    assert table.get(other) == words.get(other)
