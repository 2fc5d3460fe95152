"""What a tag of german-pos-dict says, as the `Features` of a word."""

from typing import Final, NamedTuple

CASES: Final = {"NOM": "nom", "AKK": "acc", "DAT": "dat", "GEN": "gen"}
NUMBERS: Final = {"SIN": "sg", "PLU": "pl"}
GENDERS: Final = {"MAS": "masc", "FEM": "fem", "NEU": "neut"}
VERB_FORMS: Final = {
    "PRÄ": "ind_present",
    "PRT": "ind_past",
    "KJ1": "kj1",
    "KJ2": "kj2",
    "IMP": "imperative",
    "INF": "infinitive",
    "EIZ": "zu_infinitive",
    "PA1": "present_participle",
    "PA2": "past_participle",
}
PARTICIPLES: Final = {"PA1": "present_participle", "PA2": "past_participle"}
CLASSES: Final = {
    "SUB": "noun",
    "EIG": "name",
    "IG": "name",  # a misprint for EIG
    "ADJ": "adjective",
    "PA1": "adjective",
    "PA2": "adjective",
    "VER": "verb",
    "ART": "article",
    "PRO": "pronoun",
    "PRP": "preposition",
    "KON": "conjunction",
    "ADV": "adverb",
    "ZUS": "prefix",
    "NEG": "negation",
    "ZAL": "numeral",
    "INJ": "interjection",
    "ABK": "abbreviation",
}
KINDS: Final = {
    "name": {
        "VOR": "first_name",
        "VOR*": "first_name",
        "VOR#": "first_name",
        "NAC": "surname",
        "STD": "town",
        "COU": "country",
        "GEB": "region",
        "PER": "other",
        "WAT": "water",
        "MOU": "mountain",
        "GEO": "place",
    },
    "noun": {"ADJ": "nominalised_adjective", "INF": "nominalised_infinitive"},
    "adjective": {"KOM": "comparative", "SUP": "superlative"},
    "verb": {"NEB": "joined"},
    "article": {"DEF": "definite", "IND": "indefinite"},
    "pronoun": {
        "PER": "personal",
        "DEM": "demonstrative",
        "POS": "possessive",
        "IND": "indefinite",
        "RIN": "relative_interrogative",
        "REF": "reflexive",
    },
    "conjunction": {
        "UNT": "subordinating",
        "NEB": "coordinating",
        "VGL": "comparative",
        "INF": "infinitive",
    },
    "adverb": {"INR": "interrogative", "PRO": "pronominal"},
}
# Person of the personal pronouns: the dictionary has one lemma, „ich“, for them all.
PERSONS: Final = {
    "1": frozenset({"ich", "mich", "mir", "meiner", "wir", "uns", "unser"}),
    "2": frozenset({"du", "dich", "dir", "deiner", "ihr", "euch", "euer"}),
}


class Features(NamedTuple):
    pos: str
    form: str = ""
    person: str = ""
    number: str = ""
    case: str = ""
    gender: str = ""
    kind: str = ""


def features(form: str, tag: str) -> set[Features]:
    """Several where one tag stands for several cases (`PRP:LOK:DAT+AKK`)."""
    name, *rest = tag.replace("<", "").split(":")
    pos = _auxiliary_or_modal(CLASSES[name], rest)
    atoms = [atom for part in rest for atom in part.split("+")]
    cases = [CASES[atom] for atom in atoms if atom in CASES] or [""]
    base = Features(
        pos=pos,
        form=_form(name, atoms),
        person=_person(form, pos, atoms),
        number=_only(NUMBERS, atoms),
        gender=_only(GENDERS, atoms),
        kind=_only(KINDS.get(pos, KINDS["verb"] if pos in {"auxiliary", "modal"} else {}), atoms),
    )
    return {base._replace(case=case) for case in cases}


def _auxiliary_or_modal(pos: str, rest: list[str]) -> str:
    return {"AUX": "auxiliary", "MOD": "modal"}.get(rest[0], pos) if pos == "verb" and rest else pos


def _form(name: str, atoms: list[str]) -> str:
    if name == "VER":
        return _only(VERB_FORMS, atoms)
    return PARTICIPLES.get(name, "")


def _person(form: str, pos: str, atoms: list[str]) -> str:
    if pos in {"verb", "auxiliary", "modal"}:
        return next((atom for atom in atoms if atom in {"1", "2", "3"}), "")
    if pos == "pronoun" and atoms[:1] == ["PER"]:
        return _pronoun_person(form, atoms)
    return ""


def _pronoun_person(form: str, atoms: list[str]) -> str:
    third = form in {"ihr", "deiner"} and "FEM" in atoms  # „ihr“: ye, and to her
    return next((p for p, forms in PERSONS.items() if form.lower() in forms and not third), "3")


def _only(meanings: dict[str, str], atoms: list[str]) -> str:
    return next((meanings[atom] for atom in atoms if atom in meanings), "")
