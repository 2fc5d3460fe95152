"""What a German word form can be: lemma, mood, agreement. The public face of the dictionary."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from services.parser.extraction.languages.de.compounds import compound, particle_verb
from services.parser.extraction.languages.de.dictionary import (
    VERBAL,
    Case,
    Features,
    Gender,
    Lexeme,
    Number,
    Person,
    Pos,
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


class Reading(NamedTuple):
    """`Features` of one base form."""

    lemma: str
    pos: Pos
    form: VerbForm
    person: Person
    number: Number
    case: Case
    gender: Gender
    kind: str


def readings(form: str, *, initial: bool = False) -> tuple[Reading, ...]:
    """All readings of a listed form, () if there are none.

    A capital letter is taken seriously („Angaben“ is a noun) unless nothing else helps;
    `initial` is for the first word of a sentence and adds those of the small form („Gab“).
    """
    return _readings(_listed(form, initial=initial))


def guessed_readings(form: str, *, initial: bool = False) -> tuple[Reading, ...]:
    """`readings`, or else those of the last part: of a compound, of a verb behind a particle."""
    return _readings(_guessed(form, initial=initial))


def _readings(lexemes: Iterable[Lexeme]) -> tuple[Reading, ...]:
    found = (Reading(lexeme.lemma, *f) for lexeme in lexemes for f in lexeme.features)
    return tuple(dict.fromkeys(found))


def _listed(form: str, *, initial: bool) -> tuple[Lexeme, ...]:
    small = form[:1].lower() + form[1:]
    exact = listed(form)
    return exact if small == form or (exact and not initial) else exact + listed(small)


@lru_cache(maxsize=1 << 13)
def _guessed(form: str, *, initial: bool = False) -> tuple[Lexeme, ...]:
    return _listed(form, initial=initial) or compound(form) or particle_verb(form.lower())


def _features(form: str, *, initial: bool = False) -> Iterator[Features]:
    return (f for lexeme in _guessed(form, initial=initial) for f in lexeme.features)


def is_verb_form(form: str, *, initial: bool = False) -> bool:
    """Whether it can be a verb at all, finite or not."""
    return any(x.poses & VERBAL for x in _guessed(form, initial=initial))


@lru_cache(maxsize=1 << 12)
def finite_moods(form: str, *, initial: bool = False) -> frozenset[Mood]:
    """„berichtete“ is ind_past or kj2, „sei“ kj1, „Haus“ nothing."""
    known = _features(form, initial=initial)
    return frozenset(_MOODS[f.form] for f in known if f.form in _MOODS)


@lru_cache(maxsize=1 << 12)
def is_distinct_konjunktiv1(form: str, *, initial: bool = False) -> bool:
    """„sei, habe, werde, müsse, seien“: with a third person as subject it can be nothing else."""
    third = [f for f in _features(form, initial=initial) if f.person == "3"]
    indicative = {f.number for f in third if f.form in _INDICATIVE}
    return any(f.form == "kj1" and f.number not in indicative for f in third)


@lru_cache(maxsize=1 << 12)
def verb_lemmas(form: str, *, initial: bool = False) -> frozenset[str]:
    """The infinitives it can be a form of: „wies“ → weisen."""
    known = _guessed(form, initial=initial)
    return frozenset(x.lemma for x in known if x.poses & VERBAL)


def lemma(form: str, pos_hint: str | None = None) -> str:
    """The base form, or the form itself if unknown; `pos_hint` is an STTS tag or a `Pos`."""
    known = (pos_hint and _fitting(form, pos_hint)) or _guessed(form)
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


@lru_cache(maxsize=1 << 12)
def joins(base_form: str, particle: str) -> str | None:
    """„wies“, „zurück“ → zurückweisen; None when no listed verb comes of it."""
    bases = lexicon().particle_verbs.get(particle.lower(), frozenset())
    fitting = sorted(verb_lemmas(base_form, initial=True) & bases)
    return particle.lower() + fitting[0] if fitting else None


def agreements(form: str, *, initial: bool = False) -> frozenset[Agreement]:
    """Case, number and gender of a noun, article, adjective or pronoun; gender may be empty."""
    known = _features(form, initial=initial)
    return frozenset(Agreement(f.case, f.number, f.gender) for f in known if f.case)


@lru_cache(maxsize=1 << 12)
def noun_features(form: str) -> NounFeatures:
    """Of nouns, names and nominalised adjectives; all three empty when unknown."""
    nouns = [f for f in _features(form) if f.pos in {"noun", "name"}]
    nouns = nouns or [f for f in _features(form) if f.pos == "adjective" and f.case]
    return NounFeatures(
        genders=frozenset(f.gender for f in nouns if f.gender),
        numbers=frozenset(f.number for f in nouns if f.number),
        cases=frozenset(f.case for f in nouns if f.case),
    )


@lru_cache(maxsize=1 << 13)
def name_kinds(form: str) -> frozenset[str]:
    """first_name, surname, town, country, region, place, water, mountain, other; „Merkels“ too."""
    names = _names(form)
    if not names and form.endswith(("s", "’", "'")):
        names = _names(form[:-1])
    return frozenset(f.kind for f in names if f.kind)


def _names(form: str) -> list[Features]:
    return [f for lexeme in listed(form) for f in lexeme.features if f.pos == "name"]


def _fitting(form: str, hint: str) -> list[Lexeme]:
    classes = _classes(hint)
    fitting = [x for x in _guessed(form, initial=True) if x.poses & classes]
    forms = _VERB_FORMS.get(hint[2:]) if hint.startswith("V") else None
    if forms is None:
        return fitting
    exactly = (x for x in fitting if any(f.pos in classes and f.form in forms for f in x.features))
    return list(exactly) or fitting


@cache
def _classes(hint: str) -> frozenset[str]:
    if hint.islower():
        return frozenset({hint})
    return next((pos for start, pos in _STTS.items() if hint.startswith(start)), frozenset())
