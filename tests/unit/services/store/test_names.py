from __future__ import annotations

import pytest

from services.store.names import MAX_NAME, column_name, is_full_name


@pytest.mark.parametrize(
    "name",
    [
        "Jana Vogt",
        "Ursula von der Leyen",
        "George W. Bush",
        "Kim Jong Un",
        "Xi Jinping",
        "Frau Dr. Jana Vogt",
        "Anna-Lena Groß",
    ],
)
def test_a_given_name_and_a_surname_are_a_full_name(name: str) -> None:
    assert is_full_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "Vogt",
        "Frau Vogt",
        "Herr Dr. Vogt",
        "von der Leyen",
        "Van der Bellen",
        "Ministerin Vogt",
        "J. Vogt",
        "J. K. Vogt",
        "al Assad",
        "Anna von",
        "",
        ". ,",
    ],
)
def test_a_bare_surname_is_nobody(name: str) -> None:
    assert not is_full_name(name)


def test_names_in_columns_have_single_blanks() -> None:
    assert column_name(" Jana\n  Vogt ") == "Jana Vogt"


@pytest.mark.parametrize("name", [None, "", " \n"])
def test_nothing_is_no_name(name: str | None) -> None:
    assert column_name(name) is None


def test_names_in_columns_fit_into_an_index() -> None:
    assert len(column_name("ß" * 10_000) or "") == MAX_NAME
