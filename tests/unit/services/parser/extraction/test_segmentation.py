import pytest

from services.parser.extraction.document import Document
from services.parser.extraction.languages.de.german import GERMAN


def document(text: str) -> Document:
    return Document(text, GERMAN.spelling)


def sentences(text: str) -> list[str]:
    found = document(text)
    spans = [found.span(sentence.first, sentence.end) for sentence in found.sentences]
    return [text[start:end] for start, end in spans]


def quoted(text: str) -> list[str]:
    found = document(text)
    return [
        " ".join(found.words[pair.opening + 1 : pair.closing]) for pair in found.quoted.values()
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Das U-Boot sank.", ["Das", "U-Boot", "sank", "."]),
        ("10.000 Euro", ["10.000", "Euro"]),
        ("am 24. März", ["am", "24.", "März"]),
        ("Dr. Kern kam.", ["Dr.", "Kern", "kam", "."]),
        ("die „Bild“-Zeitung", ["die", "„", "Bild", "“", "-Zeitung"]),
        ("Cafe\u0301 zu", ["Cafe\u0301", "zu"]),
        ("Ende.Anfang", ["Ende", ".", "Anfang"]),
        ("ver.di und E.ON", ["ver.di", "und", "E.ON"]),
    ],
)
def test_words_keep_what_belongs_to_them(text: str, words: list[str]) -> None:
    assert document(text).words == words


@pytest.mark.parametrize("abbreviation", sorted(GERMAN.spelling.abbreviations))
@pytest.mark.parametrize("follower", [" so", ", so", "\nso"])
def test_an_abbreviation_is_one_word_whatever_follows(abbreviation: str, follower: str) -> None:
    assert document(abbreviation + follower).words[0] == abbreviation


def test_every_kind_of_line_break_parts_paragraphs() -> None:
    found = document("\n\nEins.\r\nZwei a.\u2028Drei.\u2029\n\x85Vier b.\n")

    assert [found.words[part.first] for part in found.paragraphs] == [
        "Eins",
        "Zwei",
        "Drei",
        "Vier",
    ]


def test_token_offsets_point_into_the_text_as_given() -> None:
    text = "👍 Cafe\u0301\u0000 „Ja“ \ud800 sagte sie."

    for word, start, end in zip(*document(text).tokens, strict=True):
        assert text[start:end] == word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Er kam. Sie ging.", ["Er kam.", "Sie ging."]),
        ("„Nein. Niemals.“, sagte er. Dann ging er.", None),
        ("„Reicht das?“ fragte er.", ["„Reicht das?“ fragte er."]),
        ("„Das reicht.“ Müller ging.", ["„Das reicht.“", "Müller ging."]),
        ("Am 3. Mai kam Dr. Kern.", ["Am 3. Mai kam Dr. Kern."]),
        ("Ein Angebot. eBay hält mit.", ["Ein Angebot.", "eBay hält mit."]),
        ("Titel ohne Punkt\nErster Satz.", ["Titel ohne Punkt", "Erster Satz."]),
    ],
)
def test_sentences_end_where_they_should(text: str, expected: list[str] | None) -> None:
    found = sentences(text)

    assert found == (expected or ["„Nein. Niemals.“, sagte er.", "Dann ging er."])


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("„a b“", ["a b"]),
        ("»a b«", ["a b"]),
        ("«a b»", ["a b"]),
        ('"a b" und "c d"', ["a b", "c d"]),
        ("“a b” und “c d”", ["a b", "c d"]),
        ("‹a b›", ["a b"]),
        ("›a b‹", ["a b"]),
        ("„a ‚b c‘ d“", ["a ‚ b c ‘ d", "b c"]),
        ("„a »b« c“", ["a » b « c", "b"]),
        ("a „b", []),
        ("a“ b", []),
        ("„offen bis zum Ende", ["offen bis zum Ende"]),
    ],
)
def test_marks_are_paired(text: str, inner: list[str]) -> None:
    assert quoted(text) == inner


def test_a_paragraph_does_not_close_the_mark_of_another() -> None:
    assert quoted("a „b\nc“ d") == []
