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

VERBAL: Final = frozenset({"verb", "auxiliary", "modal"})


class Reading(NamedTuple):
    """One thing a form can be. What a class of words has not, or the dictionary not says, is empty.

    An adjective without case is predicative („laut“); `form` of an adjective tells participles.
    `kind`: of names first_name, surname, town, country, region, place, water, mountain, other;
    of verbs `joined` („zurückwies“, verb-final only); of adjectives comparative, superlative;
    of nouns nominalised_adjective, nominalised_infinitive; of articles definite, indefinite;
    of pronouns personal, demonstrative, possessive, indefinite, relative_interrogative,
    reflexive; of conjunctions subordinating, coordinating, comparative, infinitive; of adverbs
    interrogative, pronominal.
    """

    lemma: str
    pos: Pos
    form: VerbForm
    person: Person
    number: Number
    case: Case
    gender: Gender
    kind: str


class _Lexicon:
    def __init__(self) -> None:
        parts = sections("lexicon.xz")
        self.forms = WordTable(parts["forms"])
        self.analyses = lines_of(parts["analyses"])
        self.tags = [line.split(" ") for line in lines_of(parts["tags"])]
        rows = (line.split("\t") for line in lines_of(parts["prefixes"]))
        self.particle_verbs = {prefix: frozenset(bases.split(" ")) for prefix, bases in rows}


@lru_cache(maxsize=1)
def lexicon() -> _Lexicon:
    return _Lexicon()


@lru_cache(maxsize=1 << 13)
def listed(form: str) -> tuple[Reading, ...]:
    """The readings of exactly this form; capitals count."""
    analysis = _analysis(form)
    if analysis is None:
        return ()
    return tuple(reading for part in analysis.split(";") for reading in _readings(form, part))


def word_classes(form: str) -> tuple[str, ...]:
    """What a tagger needs: `pos:form:kind` of all readings, sorted; cheaper than `listed`.

    Of adjectives the kind is `predicative` or nothing.
    """
    analysis = _analysis(form)
    return () if analysis is None else _word_classes(analysis)


def is_noun(form: str) -> bool:
    """Whether one of its readings is; asked of every end of a long word."""
    number = lexicon().forms.get(form)
    return number is not None and _is_noun(number)


def is_listed(form: str) -> bool:
    return lexicon().forms.get(form) is not None


@lru_cache(maxsize=1 << 14)
def _analysis(form: str) -> str | None:
    number = lexicon().forms.get(form)
    return None if number is None else lexicon().analyses[int(number, 16)]


@cache  # some thousand analyses in all
def _is_noun(number: str) -> bool:
    classes = _word_classes(lexicon().analyses[int(number, 16)])
    return any(name.startswith("noun:") for name in classes)


@cache
def _word_classes(analysis: str) -> tuple[str, ...]:
    tags = lexicon().tags
    codes = {code for part in analysis.split(";") for code in tags[int(part.rsplit(" ", 1)[1], 16)]}
    return tuple(sorted({_word_class(Reading._make(("", *code.split(":")))) for code in codes}))


def _word_class(reading: Reading) -> str:
    kind = reading.kind
    if reading.pos == "adjective":
        kind = "" if reading.case else "predicative"
    return f"{reading.pos}:{reading.form}:{kind}"


def _readings(form: str, analysis: str) -> list[Reading]:
    rule, tags = analysis.rsplit(" ", 1)
    lemma = _lemma(form, rule)
    codes = lexicon().tags[int(tags, 16)]
    return [Reading._make((lemma, *code.split(":"))) for code in codes]


def _lemma(form: str, rule: str) -> str:
    """See `lemma_rule` in benchmarks/training/lexicon.py, which writes these."""
    at, length, cut, ending = rule.split(",", 3)
    start, stop = int(at), int(at) + int(length)
    stem = form[:start] + form[stop:]
    return stem[: len(stem) - int(cut)] + ending
