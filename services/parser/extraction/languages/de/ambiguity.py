"""Which STTS tags a word may have, before its neighbours are asked."""

import re
from functools import cache
from typing import Final

from services.parser.extraction.languages.de.compounds import compound, particle_verb
from services.parser.extraction.languages.de.dictionary import word_classes

_NUMBER: Final = re.compile(r"[\d.,:/–-]*\d[\d.,:/–-]*")
_ORDINAL: Final = re.compile(r"\d+\.")
_SENTENCE_MARKS: Final = frozenset({".", "!", "?", ":", ";"})
_CONTRACTIONS: Final = frozenset(
    {"am", "ans", "aufs", "beim", "durchs", "fürs", "hinterm", "hinters", "im", "ins", "übers"}
    | {"überm", "ums", "unterm", "unters", "vom", "vorm", "vors", "zum", "zur"}
)
_PRONOMINAL: Final = frozenset(
    {"außerdem", "daraufhin", "darüberhinaus", "deshalb", "deswegen", "stattdessen", "trotzdem"}
    | {"zudem", "überdies"}
)
_QUANTIFIERS: Final = frozenset(
    {"alle", "allem", "allen", "aller", "alles", "beide", "beiden", "beider", "beides"}
    | {"solche", "solchen", "solcher", "solches", "wenige", "wenigen", "andere", "anderen"}
)
_POSTPOSITIONS: Final = frozenset({"entlang", "gegenüber", "halber", "nach", "zufolge", "zuliebe"})
_NUMERAL: Final = re.compile(
    r"(?:(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|und|zig|ßig|zehn|hundert"
    r"|tausend|sech|sieb|zwanzig)+(?:einhalb)?|zweier|dreier|millionen)"
)
_RELATIVE: Final = frozenset({"der", "die", "das", "dem", "den", "denen", "deren", "dessen"})
# `pos:form:kind` of the dictionary, from the particular to the general
_TAGS: Final[dict[str, tuple[str, ...]]] = {
    "noun": ("NN", "NE"),
    "name": ("NE", "NN"),
    "article": ("ART",),
    "pronoun::personal": ("PPER", "PRF"),
    "pronoun::reflexive": ("PRF",),
    "pronoun::demonstrative": ("PDS", "PDAT"),
    "pronoun::possessive": ("PPOSAT",),
    "pronoun::relative_interrogative": ("PWS", "PWAT", "PRELS"),
    "pronoun": ("PIS", "PIAT"),
    "preposition": ("APPR",),
    "conjunction::subordinating": ("KOUS",),
    "conjunction::comparative": ("KOKOM",),
    "conjunction::infinitive": ("KOUI",),
    "conjunction": ("KON", "ADV"),
    "adverb::pronominal": ("PAV", "PWAV"),
    "adverb::interrogative": ("PWAV",),
    "adverb": ("ADV",),
    "prefix": ("PTKVZ",),
    "negation": ("PTKNEG",),
    "numeral": ("CARD",),
    "interjection": ("ITJ",),
    "abbreviation": ("NN", "ADV"),
}
_VERB_TAGS: Final = {
    "imperative": "IMP",
    "infinitive": "INF",
    "zu_infinitive": "IZU",
    "past_participle": "PP",
}
_PARTICIPLES: Final = {"predicative": ("ADJD",), "": ("ADJA",)}
_ADDED: Final = {
    "zu": frozenset({"PTKZU", "PTKA"}),
    "wo": frozenset({"PWAV"}),
    "mehr": frozenset({"PIAT", "PIS"}),
    "viel": frozenset({"PIAT", "PIS"}),
    "wenig": frozenset({"PIAT", "PIS"}),
    "paar": frozenset({"PIAT"}),
    "bis": frozenset({"KON"}),
    "von": frozenset({"NE"}),
    "ja": frozenset({"PTKANT"}),
    "nein": frozenset({"PTKANT"}),
    **dict.fromkeys(_QUANTIFIERS, frozenset({"PIS", "PIAT"})),
    **dict.fromkeys(_PRONOMINAL, frozenset({"PAV"})),
}
_CLOSED: Final = frozenset(_ADDED) | _POSTPOSITIONS | _RELATIVE
_VERB_LETTERS: Final = {"verb": "V", "auxiliary": "A", "modal": "M"}
_OPEN_SMALL: Final = ("ADJA", "ADJD", "ADV", "FM", "NE", "NN", "VVFIN", "VVINF", "VVPP")
_OPEN_CAPITAL: Final = ("NE", "NN")


def punctuation_tag(word: str) -> str | None:
    """Marks need no context: quotation marks, brackets and dashes of any style are `$(`."""
    if word[0].isalnum() or any(letter.isalnum() for letter in word):
        return None
    if word == ",":
        return "$,"
    if word in _SENTENCE_MARKS:
        return "$."
    return "XY" if word in {"&", "+", "=", "*"} else "$("


def candidates(word: str, *, initial: bool) -> frozenset[str]:
    """Never empty; `initial`: the first word of a sentence may be capital for that reason alone."""
    if word[0].isdigit():
        return _numeric(word)
    if word.endswith("-") and len(word) > 2:
        return frozenset({"TRUNC"})
    small = word[0].lower() + word[1:]
    found = _of_classes(word, word_classes(word))
    if word != small and (initial or not found):
        found |= _of_classes(small, word_classes(small))
    if word != small and (initial or found.isdisjoint(_OPEN_CAPITAL)):
        found |= _nominal(word, found)
    if word != small and "adjective::" in word_classes(small):  # „Deutscher Bundestag“
        found |= {"ADJA"}
    return found or (_unlisted(word) if word != small else _unlisted_small(word))


def _nominal(word: str, found: frozenset[str]) -> frozenset[str]:
    """„Die“ is not a name, „Grünen“ may be a noun; „Parlamentarische“ too."""
    is_open = any(tag.startswith(("ADJ", "VV")) for tag in found) or not found
    return frozenset(_OPEN_CAPITAL) if is_open or compound(word) else frozenset()


def _numeric(word: str) -> frozenset[str]:
    if _ORDINAL.fullmatch(word):
        return frozenset({"ADJA", "CARD"})
    if _NUMBER.fullmatch(word):
        return frozenset({"CARD"})
    if "-" in word and word[-1].isalpha():
        head = word.rsplit("-", 1)[1]
        return candidates(head, initial=False) if head else frozenset({"TRUNC"})
    return frozenset({"ADJA", "CARD", "NE", "NN", "XY"})


def _unlisted(word: str) -> frozenset[str]:
    if word.endswith("er") and len(word) > 4:  # „Donezker Gebiet“
        return frozenset({"ADJA", "FM", *_OPEN_CAPITAL})
    return frozenset({"FM", *_OPEN_CAPITAL})


def _unlisted_small(word: str) -> frozenset[str]:
    features = (f for lexeme in particle_verb(word) for f in lexeme.features)
    verbs = _of_classes(word, tuple(sorted({f"{f.pos}:{f.form}:{f.kind}" for f in features})))
    if _NUMERAL.fullmatch(word):
        return frozenset({"CARD"})
    return verbs or frozenset(_OPEN_SMALL)


def _of_classes(word: str, classes: tuple[str, ...]) -> frozenset[str]:
    if not classes:
        return frozenset()
    lower = word.lower()
    if lower in _CONTRACTIONS:
        return frozenset({"APPRART", "PTKA"} if lower == "am" else {"APPRART"})
    found = _tags_of_classes(classes)
    return found | _added(lower) if lower in _CLOSED else found


def _added(lower: str) -> frozenset[str]:
    """What the dictionary does not say of the closed classes."""
    found = set(_ADDED.get(lower, ()))
    if lower in _POSTPOSITIONS:
        found |= {"APPO"}
    if lower in _RELATIVE:
        found |= {"PRELS", "PRELAT", "PDS"} if lower in {"deren", "dessen"} else {"PRELS", "PDS"}
    return frozenset(found)


@cache  # some hundred combinations
def _tags_of_classes(classes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(tag for code in classes for tag in _tags(code, classes))


def _tags(code: str, classes: tuple[str, ...]) -> tuple[str, ...]:
    pos, form, kind = code.split(":")
    if pos in _VERB_LETTERS:
        auxiliary = any(c.startswith(("auxiliary", "modal")) for c in classes)
        if pos == "verb" and auxiliary:  # „haben“ is listed as both; STTS has VA… for both
            return ()
        if form == "present_participle":
            return ("ADJD",)
        return (f"V{_VERB_LETTERS[pos]}{_VERB_TAGS.get(form, 'FIN')}",)
    if pos == "adjective":
        return ("ADJD", "ADV") if kind == "predicative" and not form else _PARTICIPLES[kind]
    return _TAGS.get(f"{pos}::{kind}") or _TAGS[pos]
