"""What a German word form can be: lemma, mood, agreement. The public face of the dictionary."""

from functools import lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from services.parser.extraction.languages.de.compounds import (
    compound_readings,
    particle_verb_readings,
)
from services.parser.extraction.languages.de.dictionary import (
    VERBAL,
    Case,
    Gender,
    Number,
    Pos,
    Reading,
    VerbForm,
    lexicon,
    listed,
)

__all__ = [
    "Agreement",
    "Case",
    "Gender",
    "Mood",
    "NounFeatures",
    "Number",
    "Pos",
    "Reading",
    "VerbForm",
    "agreements",
    "finite_moods",
    "guessed_readings",
    "is_distinct_konjunktiv1",
    "is_verb_form",
    "joins",
    "lemma",
    "name_kinds",
    "noun_features",
    "particle_verbs",
    "readings",
    "separable_prefix",
    "verb_lemmas",
]

Mood: TypeAlias = Literal["ind_present", "ind_past", "kj1", "kj2"]
_MOODS: Final[dict[str, Mood]] = {
    "ind_present": "ind_present",
    "ind_past": "ind_past",
    "kj1": "kj1",
    "kj2": "kj2",
}
_INDICATIVE: Final = frozenset({"ind_present", "ind_past"})
# How an STTS tag begins, the longer beginnings first, and which readings it wants.
_STTS: Final[dict[str, frozenset[str]]] = {
    "NN": frozenset({"noun"}),
    "NE": frozenset({"name"}),
    "ADJ": frozenset({"adjective"}),
    "ADV": frozenset({"adverb"}),
    "ART": frozenset({"article"}),
    "AP": frozenset({"preposition"}),
    "CARD": frozenset({"numeral"}),
    "KO": frozenset({"conjunction"}),
    "PAV": frozenset({"adverb"}),
    "PROAV": frozenset({"adverb"}),
    "PTKNEG": frozenset({"negation"}),
    "PTKVZ": frozenset({"prefix"}),
    "PWAV": frozenset({"adverb"}),
    "P": frozenset({"pronoun"}),
    "V": VERBAL,
}
_VERB_FORMS: Final[dict[str, frozenset[str]]] = {
    "FIN": frozenset(_MOODS),
    "INF": frozenset({"infinitive"}),
    "IZU": frozenset({"zu_infinitive"}),
    "PP": frozenset({"past_participle"}),
    "IMP": frozenset({"imperative"}),
}


class Agreement(NamedTuple):
    """What has to match inside a noun phrase."""

    case: Case
    number: Number
    gender: Gender


class NounFeatures(NamedTuple):
    genders: frozenset[Gender]
    numbers: frozenset[Number]
    cases: frozenset[Case]


@lru_cache(maxsize=1 << 13)
def readings(form: str, *, initial: bool = False) -> tuple[Reading, ...]:
    """All readings of a listed form, () if there are none.

    A capital letter is taken seriously („Angaben“ is a noun) unless nothing else helps;
    `initial` is for the first word of a sentence and adds those of the small form („Gab“).
    """
    small = form[:1].lower() + form[1:]
    exact = listed(form)
    if small == form or (exact and not initial):
        return exact
    return exact + tuple(r for r in listed(small) if r not in exact)


@lru_cache(maxsize=1 << 13)
def guessed_readings(form: str, *, initial: bool = False) -> tuple[Reading, ...]:
    """`readings`, or else those of the last part: of a compound, of a verb behind a particle."""
    return (
        readings(form, initial=initial)
        or compound_readings(form)
        or particle_verb_readings(form.lower())
    )


def is_verb_form(form: str, *, initial: bool = False) -> bool:
    """Whether it can be a verb at all, finite or not."""
    return any(r.pos in VERBAL for r in guessed_readings(form, initial=initial))


def finite_moods(form: str, *, initial: bool = False) -> frozenset[Mood]:
    """„berichtete“ is ind_past or kj2, „sei“ kj1, „Haus“ nothing."""
    known = guessed_readings(form, initial=initial)
    return frozenset(_MOODS[r.form] for r in known if r.form in _MOODS)


@lru_cache(maxsize=1 << 13)
def is_distinct_konjunktiv1(form: str, *, initial: bool = False) -> bool:
    """„sei, habe, werde, müsse, seien“: with a third person as subject it can be nothing else."""
    third = [r for r in guessed_readings(form, initial=initial) if r.person == "3"]
    indicative = {r.number for r in third if r.form in _INDICATIVE}
    return any(r.form == "kj1" and r.number not in indicative for r in third)


def verb_lemmas(form: str, *, initial: bool = False) -> frozenset[str]:
    """The infinitives it can be a form of: „wies“ → weisen."""
    known = guessed_readings(form, initial=initial)
    return frozenset(r.lemma for r in known if r.pos in VERBAL)


@lru_cache(maxsize=1 << 14)
def lemma(form: str, pos_hint: str | None = None) -> str:
    """The base form, or the form itself if unknown; `pos_hint` is an STTS tag or a `Pos`."""
    known = guessed_readings(form)
    if pos_hint:
        known = _fitting(guessed_readings(form, initial=True), pos_hint) or known
    return known[0].lemma if known else form


def separable_prefix(lemma: str) -> str | None:
    """„zurückweisen“ → zurück; None for „überleben“, „berichten“ and what is not listed."""
    verbs = lexicon().particle_verbs
    splits = (n for n in range(1, len(lemma) - 2) if lemma[n:] in verbs.get(lemma[:n], ()))
    return next((lemma[:n] for n in splits), None)


def particle_verbs(base_lemma: str) -> frozenset[str]:
    """„weisen“ → abweisen, anweisen, hinweisen, zurückweisen, …"""
    verbs = lexicon().particle_verbs
    return frozenset(p + base_lemma for p, bases in verbs.items() if base_lemma in bases)


def joins(base_form: str, particle: str) -> str | None:
    """„wies“, „zurück“ → zurückweisen; None when no listed verb comes of it."""
    bases = lexicon().particle_verbs.get(particle.lower(), frozenset())
    fitting = sorted(verb_lemmas(base_form, initial=True) & bases)
    return particle.lower() + fitting[0] if fitting else None


def agreements(form: str, *, initial: bool = False) -> frozenset[Agreement]:
    """Case, number and gender of a noun, article, adjective or pronoun; gender may be empty."""
    known = readings(form, initial=initial) or guessed_readings(form)
    return frozenset(Agreement(r.case, r.number, r.gender) for r in known if r.case)


def noun_features(form: str) -> NounFeatures:
    """Of nouns, names and nominalised adjectives; all three empty when unknown."""
    nouns = [r for r in guessed_readings(form) if r.pos in {"noun", "name"}]
    nouns = nouns or [r for r in guessed_readings(form) if r.pos == "adjective" and r.case]
    return NounFeatures(
        genders=frozenset(r.gender for r in nouns if r.gender),
        numbers=frozenset(r.number for r in nouns if r.number),
        cases=frozenset(r.case for r in nouns if r.case),
    )


@lru_cache(maxsize=1 << 13)
def name_kinds(form: str) -> frozenset[str]:
    """first_name, surname, town, country, region, place, water, mountain, other; „Merkels“ too."""
    names = [r for r in listed(form) if r.pos == "name"]
    if not names and form.endswith(("s", "’", "'")):
        names = [r for r in listed(form[:-1]) if r.pos == "name"]
    return frozenset(r.kind for r in names if r.kind)


def _fitting(known: tuple[Reading, ...], hint: str) -> tuple[Reading, ...]:
    classes = _classes(hint)
    fitting = tuple(r for r in known if r.pos in classes)
    forms = _VERB_FORMS.get(hint[2:], frozenset()) if hint.startswith("V") else frozenset()
    return tuple(r for r in fitting if r.form in forms) or fitting


def _classes(hint: str) -> frozenset[str]:
    if hint.islower():
        return frozenset({hint})
    return next((pos for start, pos in _STTS.items() if hint.startswith(start)), frozenset())
