"""`high` is kept for quotes about which nothing had to be guessed."""

import pytest

from services.parser.extraction import extract


def confidence(text: str) -> str:
    return extract(text, "de").quotes[0].confidence


@pytest.mark.parametrize(
    "text",
    [
        "„Das reicht nicht“, sagte die Ministerin.",
        "Der Sprecher sagte, dass die Straße gesperrt bleibe.",
        "Die Polizei teilte mit, der Täter sei geflohen.",
        "Laut der Polizei wurde bei dem Unfall niemand verletzt.",
    ],
)
def test_a_frame_a_voice_and_clear_edges_are_trusted(text: str) -> None:
    assert confidence(text) == "high"


@pytest.mark.parametrize(
    "text",
    [
        "Es wird befürchtet, dass der Damm bricht.",  # nobody says it
        "Wie die Stadt mitteilte, bleibt das Bad geschlossen.",  # how far does it go
        "„Das reicht nicht“, lächelte die Ministerin.",  # no verb of speech
    ],
)
def test_a_guess_is_not_trusted(text: str) -> None:
    assert confidence(text) != "high"


def test_words_of_a_pronoun_without_a_person_are_not_trusted() -> None:
    assert confidence("Er sagte, dass die Straße gesperrt bleibe.") != "high"
