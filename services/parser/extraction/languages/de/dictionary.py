"""The full-form dictionary: what a listed German word can be."""

from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple, TypeAlias

from services.parser.extraction.languages.de.word_table import WordTable, lines_of, sections

Pos: TypeAlias = Literal[
    "noun",
    "name",
    "adjective",
    "verb",
    "auxiliary",
    "modal",
    "article",
    "pronoun",
    "preposition",
    "conjunction",
    "adverb",
    "prefix",
    "negation",
    "numeral",
    "interjection",
    "abbreviation",
]
VerbForm: TypeAlias = Literal[
    "",
    "ind_present",
    "ind_past",
    "kj1",
    "kj2",
    "imperative",
    "infinitive",
    "zu_infinitive",
    "present_participle",
    "past_participle",
]
Case: TypeAlias = Literal["", "nom", "acc", "dat", "gen"]
Number: TypeAlias = Literal["", "sg", "pl"]
Gender: TypeAlias = Literal["", "masc", "fem", "neut"]
Person: TypeAlias = Literal["", "1", "2", "3"]

_WITH_BASE: Final = frozenset({"noun", "name", "adjective"})
_UNCHANGED: Final = "0,0,0,"  # the rule of a form that is its own base form
_BEGINNING: Final = 5  # bytes
VERBAL: Final = frozenset({"verb", "auxiliary", "modal"})


class Features(NamedTuple):
    """One thing a form can be. What a class of words has not, or the dictionary not says, is empty.

    An adjective without case is predicative („laut“); `form` of an adjective tells participles.
    `kind`: of names first_name, surname, town, country, region, place, water, mountain, other;
    of verbs `joined` („zurückwies“, verb-final only); of adjectives comparative, superlative;
    of nouns nominalised_adjective, nominalised_infinitive; of articles definite, indefinite;
    of pronouns personal, demonstrative, possessive, indefinite, relative_interrogative,
    reflexive; of conjunctions subordinating, coordinating, comparative, infinitive; of adverbs
    interrogative, pronominal.
    """

    pos: Pos
    form: VerbForm
    person: Person
    number: Number
    case: Case
    gender: Gender
    kind: str


class Lexeme(NamedTuple):
    """What a form can be of one base form; thousands of forms share the `features`.

    The base form is worked out when asked for: of the last part of a compound, behind a `prefix`.
    """

    features: tuple[Features, ...]
    poses: frozenset[Pos]
    form: str
    rule: str
    prefix: str = ""
    capital: bool = True  # kept behind the prefix: „NATO-Sprecherin“

    @property
    def lemma(self) -> str:
        base = _lemma(self.form, self.rule)
        return self.prefix + (base if self.capital else base.lower())


class _Lexicon:
    def __init__(self) -> None:
        parts = sections("lexicon.xz")
        self.forms = WordTable(parts["forms"])
        self.analyses = lines_of(parts["analyses"])
        self.tags = lines_of(parts["tags"])
        rows = (line.split("\t") for line in lines_of(parts["prefixes"]))
        self.particle_verbs = {prefix: frozenset(bases.split(" ")) for prefix, bases in rows}


@lru_cache(maxsize=1)
def lexicon() -> _Lexicon:
    return _Lexicon()


def listed(form: str) -> tuple[Lexeme, ...]:
    """What exactly this form can be; capitals count."""
    analysis = _analysis(form)
    if analysis is None:
        return ()
    return tuple(
        [Lexeme(features, poses, form, rule) for rule, features, poses in _lexemes(analysis)]
    )


def word_classes(form: str) -> tuple[str, ...]:
    """What a tagger needs: `pos:form:kind` of all readings, sorted; cheaper than `listed`.

    Of adjectives the kind is `predicative` or nothing.
    """
    analysis = _analysis(form)
    return () if analysis is None else _word_classes(analysis)


def is_noun(form: str) -> bool:
    """Whether it can be one; asked of every end of a long word, and most begin like no noun."""
    key = form.encode("utf-8", "replace")
    if len(key) >= _BEGINNING and key[:_BEGINNING] not in _beginnings():
        return False
    number = lexicon().forms.get(form)
    return number is not None and _is_noun(number)


def is_base(form: str) -> bool:
    """Whether it is the base form of a noun, a name or an adjective."""
    number = lexicon().forms.get(form)
    return number is not None and _is_base(number)


@lru_cache(maxsize=1)
def _beginnings() -> frozenset[bytes]:
    """Of all capitalised forms."""
    return lexicon().forms.beginnings(b"[A-Z\xc3]", _BEGINNING)


def is_listed(form: str) -> bool:
    return lexicon().forms.get(form) is not None


@lru_cache(maxsize=1 << 14)
def _analysis(form: str) -> str | None:
    number = lexicon().forms.get(form)
    return None if number is None else lexicon().analyses[int(number, 16)]


@cache  # some thousand analyses in all, and so for those below
def _lexemes(analysis: str) -> list[tuple[str, tuple[Features, ...], frozenset[Pos]]]:
    """The rule for the base form, and what the form can be of it."""
    parts = (part.rsplit(" ", 1) for part in analysis.split(";"))
    return [(rule, *_features(int(tags, 16))) for rule, tags in parts]


@cache
def _features(tags: int) -> tuple[tuple[Features, ...], frozenset[Pos]]:
    codes = lexicon().tags[tags].split(" ")
    found = tuple(_feature(code) for code in codes)
    return found, frozenset(features.pos for features in found)


@cache
def _feature(code: str) -> Features:
    return Features._make(code.split(":"))


@cache
def _is_noun(number: str) -> bool:
    return any("noun" in poses for *_, poses in _lexemes(lexicon().analyses[int(number, 16)]))


@cache
def _is_base(number: str) -> bool:
    return any(
        rule == _UNCHANGED and poses & _WITH_BASE
        for rule, _, poses in _lexemes(lexicon().analyses[int(number, 16)])
    )


@cache
def _word_classes(analysis: str) -> tuple[str, ...]:
    return tuple(
        sorted({_word_class(f) for _, features, _ in _lexemes(analysis) for f in features})
    )


def _word_class(features: Features) -> str:
    kind = features.kind
    if features.pos == "adjective":
        kind = "" if features.case else "predicative"
    return f"{features.pos}:{features.form}:{kind}"


def _lemma(form: str, rule: str) -> str:
    """See `lemma_rule` in benchmarks/training/lexicon.py, which writes these."""
    at, length, cut, ending = rule.split(",", 3)
    start, stop = int(at), int(at) + int(length)
    stem = form[:start] + form[stop:]
    return stem[: len(stem) - int(cut)] + ending
