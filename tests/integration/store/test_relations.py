"""Partners of claims and near-duplicates in a real database, whatever the order of arrival."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any
from zlib import crc32

import pytest

from schemas import ClaimExtracted, Event
from services.store.contested import contested
from services.store.postgres import session
from tests.support.events import MONDAY, a_claim, a_speaker, a_withdrawal, an_article
from tests.support.store import rows, stored

SENTENCE = "Dabei starben Menschen"
TEXT = f"In Köln brannte ein Haus. {SENTENCE}, teilte jemand mit."
POLICE = a_speaker("die Polizei", text=TEXT, name=None, role=None, kind="organization")
DOCTORS = a_speaker("das Klinikum", text=TEXT, name=None, role=None, kind="organization")


def told(
    outlet: str,
    number: float,
    *,
    hours: float = 0,
    text: str = TEXT,
    claimant: Any = POLICE,
    **changes: Any,
) -> list[Event]:
    """An article of `outlet`, with one claim of so many dead."""
    article = an_article(
        text,
        url=f"https://{outlet}/koeln",
        outlet=outlet,
        published_at=MONDAY + timedelta(hours=hours),
        fingerprint=changes.pop(
            "fingerprint", tuple(crc32(outlet.encode()) % 997 + n for n in range(64))
        ),
    )
    fields: dict[str, Any] = {
        "quantities": ({**_DEAD, "value": number, "min": number, "max": number},),
        "about": ("tot",),
        "predicate": "tot",
        "setting": ("Köln", "haus", "brand"),
        "signals": ("quantity", "running_count"),
        "claimant": claimant,
    }
    return [article, a_claim(article, SENTENCE, **fields | changes)]


_DEAD = {
    "surface": "Menschen",
    "spans": (),
    "unit": "Menschen",
    "comparator": "eq",
    "counts": ("mensch", "tot"),
}


async def statuses(url: str) -> list[str]:
    return [row["status"] for row in await rows(url, "SELECT status FROM contested_claims")]


async def test_two_claimants_with_two_numbers_are_a_conflict(database_url: str) -> None:
    await stored(database_url, told("eins.example", 3), told("zwei.example", 9, claimant=DOCTORS))

    async with session(database_url) as connection:
        (found,) = await contested(connection)

    assert (found.type, found.status) == ("quantity_conflict", "conflict")
    assert {found.one.value, found.other.value} == {3, 9}
    assert {found.one.who, found.other.who} == {"die Polizei", "das Klinikum"}


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"number": 9, "hours": 5, "claimant": DOCTORS}, ["update"]),  # a later, higher toll
        ({"number": 2, "hours": 5, "claimant": DOCTORS}, ["conflict"]),  # it never falls
        ({"number": 2, "hours": 5, "claimant": POLICE}, ["update"]),  # the same claimant again
        ({"number": 3, "claimant": DOCTORS}, []),
        ({"number": 9, "hours": 24 * 8, "claimant": DOCTORS}, []),
        ({"number": 9, "claimant": DOCTORS, "setting": ("Bonn", "haus", "brand")}, []),
        ({"number": 9, "claimant": DOCTORS, "setting": ("Köln", "zug")}, []),
        ({"number": 9, "claimant": DOCTORS, "polarity": "negative"}, []),
    ],
)
async def test_when_a_number_and_who_says_it_decide(
    database_url: str, other: dict[str, Any], expected: list[str]
) -> None:
    await stored(database_url, told("eins.example", 3), told("zwei.example", **other))

    assert await statuses(database_url) == expected


async def test_what_is_withdrawn_is_contested_no_more(database_url: str) -> None:
    await stored(database_url, told("eins.example", 3), told("zwei.example", 9, claimant=DOCTORS))
    gone = a_withdrawal("https://zwei.example/koeln", fetched_at=MONDAY + timedelta(days=1))

    await stored(database_url, [gone])

    assert await statuses(database_url) == []


async def test_what_several_outlets_say_is_one_row_that_counts_them(database_url: str) -> None:
    copy = tuple(range(64))
    await stored(
        database_url,
        told("eins.example", 3, fingerprint=copy),
        told("kopie.example", 3, hours=0.1, fingerprint=copy),
        told("drei.example", 3, hours=0.2),
        told("zwei.example", 9, hours=0.3, claimant=DOCTORS),
    )

    async with session(database_url) as connection:
        (found,) = await contested(connection)

    assert found.one.outlet == "eins.example"
    assert (found.one.outlets, found.other.outlets) == (2, 1)  # the copy counts with its original


async def test_near_duplicates_are_the_same_in_any_order_of_arrival(database_url: str) -> None:
    agency = list(range(64))
    texts = {
        "agentur.example": (0, agency),
        "eins.example": (1, [*agency[:60], 1000, 1001, 1002, 1003]),
        "zwei.example": (2, [*agency[:45], *range(2000, 2019)]),
        "fremd.example": (0, list(range(5000, 5064))),
    }
    articles: list[Event] = [
        an_article(
            f"{TEXT} {name}",
            url=f"https://{name}/a",
            outlet=name,
            published_at=MONDAY + timedelta(hours=hour),
            fingerprint=tuple(places),
        )
        for name, (hour, places) in texts.items()
    ]
    random.Random(7).shuffle(articles)

    await stored(database_url, *([article] for article in articles))

    found = await rows(database_url, "SELECT outlet, place FROM duplicates ORDER BY place")
    assert [(row["outlet"], row["place"]) for row in found] == [
        ("agentur.example", 1),
        ("eins.example", 2),
        ("zwei.example", 3),
    ]


async def test_an_old_event_without_the_new_fields_is_stored(database_url: str) -> None:
    article = an_article()
    claim = a_claim(article).model_dump(exclude={"predicate", "setting"})
    claim["quantities"] = [
        {name: part for name, part in quantity.items() if name != "counts"}
        for quantity in claim["quantities"]
    ]

    await stored(database_url, [article, ClaimExtracted.model_validate(claim)])

    assert await statuses(database_url) == []


async def test_a_name_without_measure_and_odd_keys_stop_nothing(database_url: str) -> None:
    odd = ("", "|", "=", "um", "'; --", "x" * 10_000, "\\", "{}", "NULL")
    await stored(
        database_url,
        told("eins.example", 1e308, about=odd, setting=odd),
        told("zwei.example", -1e308, about=odd, setting=odd, claimant=DOCTORS),
    )

    assert len(await statuses(database_url)) <= 1
