"""The annotated sentences the taggers learn from, in the tokens and tags the product uses."""

import gzip
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from services.parser.extraction.languages.de.ambiguity import candidates, punctuation_tag
from services.parser.extraction.languages.de.dictionary import is_listed, word_classes

MARKS: Final = {"``": "„", "''": "“", "--": "–"}  # as in news, not as in the treebank


class Sentence(NamedTuple):
    words: list[str]
    tags: list[str]


class _Row(NamedTuple):
    id: str
    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: str
    deprel: str
    deps: str
    misc: str


def gsd(part: str) -> list[Sentence]:
    return [_sentence(rows, _row_tag) for rows in _rows(f"de_gsd-ud-{part}.conllu.gz")]


def pud() -> list[Sentence]:
    return [_sentence(rows, stts) for rows in _rows("de_pud-ud-test.conllu.gz")]


def names_as_tags(part: str) -> list[Sentence]:
    """GermEval's sentences, NE where a person or a place is named, NN where nothing is.

    What these do not settle is empty.
    """
    return [
        Sentence(words, [_noun_tag(*pair) for pair in zip(words, tags, strict=True)])
        for words, tags in (_germeval_rows(part))
    ]


def _noun_tag(word: str, name: str) -> str:
    if word.isupper() or not candidates(word, initial=True) <= {"FM", "NE", "NN"}:
        return ""
    return {"B-PER": "NE", "I-PER": "NE", "B-LOC": "NE", "O": "NN"}.get(name, "")


def germeval(part: str) -> list[Sentence]:
    """Names with the tags of the outer layer, without derivations and parts."""
    return [Sentence(words, _plain(tags)) for words, tags in _germeval_rows(part)]


def _germeval_rows(part: str) -> Iterator[Sentence]:
    for block in _read(f"germeval2014-NER-de-{part}.tsv.gz").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if not line.startswith("#\t")]
        if rows:
            yield Sentence([row[1] for row in rows], [row[2] for row in rows])


def uner() -> list[Sentence]:
    sentences = []
    for block in _read("uner-de_pud-ud-test.iob2.gz").split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if not line.startswith("# ")]
        if rows:
            sentences.append(Sentence([row[1] for row in rows], [row[2] for row in rows]))
    return sentences


def _plain(tags: Iterable[str]) -> list[str]:
    return [tag if tag[2:] in {"PER", "LOC", "ORG", "OTH"} else "O" for tag in tags]


def _rows(name: str) -> Iterator[list[_Row]]:
    for block in _read(name).split("\n\n"):
        rows = [line.split("\t") for line in block.splitlines() if not line.startswith("#")]
        if rows:
            yield [_Row(*row) for row in rows]


def _read(name: str) -> str:
    path = Path(os.environ["WORTLAUT_EVAL_DATA"]) / "training" / name
    return gzip.decompress(path.read_bytes()).decode()


def _sentence(rows: list[_Row], tag_of: Callable[[_Row], str]) -> Sentence:
    """Contractions („im“) and hyphenated words in one token, marks as newspapers print them."""
    words: list[str] = []
    tags: list[str] = []
    inside = 0
    glued = False
    for row in rows:
        if "-" in row.id:
            first, last = map(int, row.id.split("-"))
            inside = last - first + 1
            words.append(row.form)
            tags.append("APPRART")
        elif inside:
            inside -= 1
        elif glued and (row.form == "-" or words[-1].endswith("-")):
            words[-1] += row.form
            tags[-1] = tags[-1] if row.form == "-" else tag_of(row)
        else:
            words.append(MARKS.get(row.form, row.form))
            tags.append(punctuation_tag(words[-1]) or tag_of(row))
        glued = "SpaceAfter=No" in row.misc and words[-1] != "-" and row.form not in MARKS
    return Sentence(words, tags)


def _row_tag(row: _Row) -> str:
    """GSD has „als Präsident“ now as APPR, now as KOKOM; and „ich“ as PIS at times."""
    form = row.form.lower()
    if form in {"als", "wie"} and row.xpos == "APPR":
        return "KOKOM"
    return "PPER" if form in {"ich", "mich", "mir"} and row.xpos == "PIS" else row.xpos


# by the kind of pronoun and whether it stands before a noun
_PRONOUNS: Final = {
    ("Rel", False): "PRELS",
    ("Rel", True): "PRELAT",
    ("Int", False): "PWS",
    ("Int", True): "PWAT",
    ("Art", True): "ART",
    ("Dem", False): "PDS",
    ("Dem", True): "PDAT",
}
_VERB_LETTERS: Final = {
    **dict.fromkeys(["haben", "sein", "werden"], "A"),
    **dict.fromkeys(["dürfen", "können", "mögen", "müssen", "sollen", "wollen"], "M"),
}
_BY_UPOS: Final = {
    "NOUN": "NN",
    "PROPN": "NE",
    "NUM": "CARD",
    "INTJ": "ITJ",
    "SYM": "XY",
    "X": "FM",
}


def stts(row: _Row) -> str:
    """PUD has a tag set of its own; universal tag, features and lemma give STTS nearly always."""
    feats = dict(f.split("=") for f in row.feats.split("|") if "=" in f)
    if row.upos in {"VERB", "AUX"}:
        return _verb(row, feats)
    if row.upos in {"PRON", "DET"}:
        return _pronoun(row, feats)
    return _without_features(row, has_case="Case" in feats)


def _without_features(row: _Row, *, has_case: bool) -> str:
    match row.upos:
        case "ADJ":
            return "ADJA" if has_case or row.deprel == "amod" else "ADJD"
        case "ADP":
            return _adposition(row)
        case "ADV" | "PART" | "SCONJ" | "CCONJ":
            return _particle(row)
        case "NOUN" if "Proper=True" in row.misc and not is_listed(row.form):
            return "NE"
        case _:
            return _BY_UPOS[row.upos]


def _verb(row: _Row, feats: dict[str, str]) -> str:
    letter = _VERB_LETTERS.get(row.lemma, "V")
    if row.xpos == "VBN":
        return f"V{letter}PP"
    if row.xpos == "VBC" or "Mood" in feats:
        return f"V{letter}FIN"
    return "VVIZU" if "verb:zu_infinitive:" in word_classes(row.form) else f"V{letter}INF"


def _pronoun(row: _Row, feats: dict[str, str]) -> str:
    kinds = set(feats.get("PronType", "").split(","))
    if feats.get("Poss") == "Yes":
        return "PPOSAT"
    if feats.get("Reflex") == "Yes":
        return "PRF"
    if "Prs" in kinds or row.form.lower() in {"ich", "mich", "mir"}:
        return "PPER"
    attributive = row.upos == "DET" and row.deprel in {"det", "amod"}
    if row.form.lower().startswith(("ander", "meist")) and attributive:
        return "ADJA"
    kind = next((k for k in ("Rel", "Int", "Art", "Dem") if k in kinds), "")
    if kind == "Art" and row.form.lower().startswith("d"):
        kind = "Art" if attributive else "Dem"
    return _PRONOUNS.get((kind, attributive), "PIAT" if attributive else "PIS")


def _adposition(row: _Row) -> str:
    if row.deprel == "compound:prt":
        return "PTKVZ"
    return "APPO" if row.form == "zufolge" else "APPR"


def _particle(row: _Row) -> str:
    form = row.form.lower()
    if form in {"als", "wie"} and row.xpos != "WRB" and row.deprel != "mark":
        return "KOKOM"
    if row.upos == "CCONJ":
        return "KON"
    if row.upos == "SCONJ":
        return "KOUI" if form in {"um", "ohne", "anstatt", "statt"} else "KOUS"
    if row.deprel == "compound:prt":
        return "PTKVZ"
    if row.upos == "PART" or form == "nicht":
        return {"zu": "PTKZU", "nicht": "PTKNEG"}.get(form, "ADV")
    return "PWAV" if row.xpos == "WRB" else _adverb(form)


def _adverb(form: str) -> str:
    """PUD has adverbial adjectives as adverbs; STTS has them as ADJD."""
    possible = candidates(form, initial=False)
    if "PAV" in possible:
        return "PAV"
    listed_adverb = any(c.startswith(("adverb", "conj", "prefix")) for c in word_classes(form))
    return "ADJD" if "ADJD" in possible and not listed_adverb else "ADV"
