"""Whom a speaker's mention means: the right person, or nobody."""

import pytest

from services.parser.extraction import Speaker, extract


def speakers(text: str) -> list[Speaker | None]:
    return [quote.speaker for quote in extract(text, "de").quotes]


def last_name(text: str) -> str | None:
    speaker = speakers(text)[-1]
    assert speaker is not None
    return speaker.name


def test_a_name_brings_its_role_and_party() -> None:
    [speaker] = speakers("„Das reicht“, sagte der bayerische Minister Max Huber (CSU).")

    assert speaker is not None
    assert (speaker.name, speaker.role, speaker.affiliation, speaker.kind) == (
        "Max Huber",
        "bayerischer Minister",
        "CSU",
        "person",
    )


def test_a_role_behind_the_name_is_the_role() -> None:
    [speaker] = speakers("Frank Weber, Leiter der Abteilung Brücken, sagte, der Turm sei schief.")

    assert speaker is not None
    assert (speaker.name, speaker.role) == ("Frank Weber", "Leiter der Abteilung Brücken")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("„Ja“, sagte Anna Vogt. „Mehr nicht“, so Vogt.", "Anna Vogt"),
        ("„Ja, gern“, sagte Dr. Anna Vogt.", "Anna Vogt"),
        ("Nach Angaben von Sprecherin Anna Vogt ist das Bad zu.", "Anna Vogt"),
        ("Die Sprecherin der Polizei, Anna Vogt, sagte, das Bad sei zu.", "Anna Vogt"),
        ("Trainerin Anna Vogt kam zu spät. Sie sagte, der Zug habe gestanden.", "Anna Vogt"),
        ("Trainerin Anna Vogt kam zu spät. Die Trainerin sagte, sie habe geirrt.", "Anna Vogt"),
        ("Der Abgeordnete der CDU Frank Meier sagte, er gehe.", "Frank Meier"),
    ],
)
def test_a_mention_finds_its_person(text: str, name: str) -> None:
    assert last_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        # two of one surname
        "Paul Kern und Anna Kern stritten. „Nein danke“, sagte Kern.",
        # somebody of hers, not herself
        "Anna Vogt fehlte. Vogts Anwalt sagte, sie sei krank.",
        # an institution that bears a name
        "Anna Vogt fehlte. Laut der Stiftung Vogt ist sie krank.",
        # a pronoun of the other gender
        "Trainerin Anna Vogt kam. Er sagte, der Zug habe gestanden.",
        # somebody without a name came in between
        "Trainer Paul Kern kam. Der Arzt wartete schon. Er sagte, das Knie sei heil.",
        # two people are no one person
        "Paul Kern und Anna Vogt sagten, der Zug habe gestanden.",
    ],
)
def test_where_two_could_be_meant_nobody_is(text: str) -> None:
    assert last_name(text) is None


def test_frau_tells_which_of_two_with_one_surname() -> None:
    text = "Paul Kern und Anna Kern stritten. „Nein danke“, sagte Frau Kern."

    assert last_name(text) == "Anna Kern"
