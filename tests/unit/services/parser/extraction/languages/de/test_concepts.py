"""Concept keys: what a claim is about, what its numbers count, when it is."""

from __future__ import annotations

import pytest

from services.parser.extraction import Claim, extract


def claim_in(sentence: str) -> Claim:
    found = extract(sentence, "de").claims
    assert len(found) == 1, [claim.text for claim in found]
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        (
            "Er sagte, nordkoreanische Truppen würden an der Front eingesetzt.",
            ("Nordkorea", "soldat", "front", "einsetzen"),
        ),
        (
            "Sie sagte, das Wasser in Hagenow sei verunreinigt.",
            ("wasser", "Hagenow", "verunreinigen"),
        ),
        ("Er sagte, in Leipzig kamen viele Menschen ums Leben.", ("Leipzig", "tot")),
        (
            "Laut Polizei baute die Firma in Kassel Stellen ab.",
            ("unternehmen", "Kassel", "stelle", "streichen"),
        ),
        ("Sie sagte, armenische Soldaten seien geflohen.", ("Armenien", "soldat", "fliehen")),
        (
            "Er sagte, die Leipziger Feuerwehr sei überlastet.",
            ("Leipzig", "feuerwehr", "überlasten"),
        ),
        ("Kiew erklärte, Moskau habe Drohnen geschickt.", ("Russland", "drohne", "schicken")),
        ("Er sagte, in Moskau brenne ein Haus.", ("Moskau", "haus", "brand")),
    ],
)
def test_words_that_name_the_same_have_one_key(sentence: str, about: tuple[str, ...]) -> None:
    assert claim_in(sentence).about == about


def test_the_antecedent_of_a_relative_word_is_filled_in() -> None:
    claim = extract(
        "Er flog nach Russland, wo angeblich 300 Soldaten stationiert sind.", "de"
    ).claims[-1]

    assert claim.about == ("Russland", "soldat", "einsetzen")


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("Es gab 40 Tote.", ("mensch", "tot")),
        ("Dabei starben 40 Menschen.", ("mensch", "tot")),
        ("Dabei wurden 40 Menschen getötet.", ("mensch", "tot")),
        ("Dabei wurden zwölf Soldaten getötet.", ("soldat", "tot")),
        ("Dabei wurden zwölf russische Soldaten getötet.", ("soldat", "tot", "Russland")),
        ("Dabei wurden sieben verletzte Badegäste geborgen.", ("badegast", "verletzt")),
        ("In Mali sind 1.500 Söldner stationiert.", ("söldner", "einsetzen")),
        ("Dabei wurden weitere zwölf Menschen verletzt.", ("mensch", "verletzt", "um")),
        ("Der Umsatz stieg um 12 Prozent.", ("%", "umsatz", "steigen", "um")),
        ("Der Umsatz stieg auf 12 Prozent.", ("%", "umsatz", "steigen")),
        ("Es gab 40 Tote, darunter zwölf Kinder.", ("kind", "davon")),
        ("Der Bau der Brücke kostet 20 Millionen Euro.", ("EUR", "bau", "brücke", "kosten")),
        ("Zur Kundgebung kamen 5.000 Menschen.", ("mensch", "teilnehmen")),
    ],
)
def test_a_number_says_what_it_counts(sentence: str, counts: tuple[str, ...]) -> None:
    quantities = [q for claim in extract(sentence, "de").claims for q in claim.quantities]

    assert quantities[-1].counts == counts


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Am 24. März 2026 starben 40 Menschen.", "2026-03-24"),
        ("Am 24. März starben 40 Menschen.", "--03-24"),
        ("Im März 2026 starben 40 Menschen.", "2026-03"),
        ("Im Jahr 2019 starben 40 Menschen.", "2019"),
        ("2019 starben 40 Menschen.", "2019"),
        ("Am Sonntag starben 40 Menschen.", "W-7"),
        ("Am Sonntagabend starben 40 Menschen.", "W-7"),
        ("Am kommenden Sonntag fehlen 40 Menschen.", None),
        ("Gestern starben 40 Menschen.", "D-1"),
        ("Im vergangenen Jahr starben 40 Menschen.", "Y-1"),
        ("Im Vorjahr starben 40 Menschen.", "Y-1"),
        ("Seit August starben 40 Menschen.", None),
    ],
)
def test_a_time_has_the_value_that_its_words_tell(sentence: str, value: str | None) -> None:
    (time,) = claim_in(sentence).times

    assert time.value == value


@pytest.mark.parametrize(
    ("sentence", "signals"),
    [
        ("Es gab 40 Tote in Lyon.", ("quantity", "running_count", "named_actor")),
        ("Der Umsatz stieg um 12 Prozent.", ("quantity",)),
        ("Der Minister bestritt, dass Geld fehlt.", ("denial",)),
        ("Der Minister sagte, es fehle kein Geld.", ("negation",)),
        ("Der Minister bestritt, dass kein Geld fehlt.", ("denial", "negation")),
        ("Laut Polizei wurde niemand verletzt.", ("running_count", "negation")),
        ("Die Firma dementierte Berichte, wonach sie Stellen streiche.", ("denial",)),
        ("Er wies den Vorwurf zurück, Geld genommen zu haben.", ("denial",)),
        ("Er sagte, es sei falsch, dass Geld fehle.", ("denial",)),
        ("Er sagte, es sei nicht wahr, dass Geld fehle.", ("denial",)),
        ("Der Minister bestritt nicht, dass Geld fehlt.", ()),
    ],
)
def test_signals_are_plain_facts_about_the_claim(sentence: str, signals: tuple[str, ...]) -> None:
    assert claim_in(sentence).signals == signals
