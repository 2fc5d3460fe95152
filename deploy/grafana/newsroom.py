"""The dashboard *Newsroom*: who says what, from Postgres."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from .dashboard import POSTGRES, dashboard
from .panels import GREEN, RED, YELLOW, Json, Panel, Row, Sql

_STATEMENTS: Final = Path(__file__).parent / "sql"
# Every column but the words has a width, so that the words have what is left
_OF_THE_ARTICLE: Final = (("outlet", 110), ("published", 95))


def asked(name: str, *, is_series: bool = False) -> Sql:
    return Sql((_STATEMENTS / f"{name}.sql").read_text(encoding="utf-8").strip(), is_series)


NUMBERS: Final = Row(
    "In this time",
    (
        Panel(
            "Articles, quotes, claims",
            "Of articles fetched in the chosen time.",
            [asked("counts")],
            "stat",
            width=8,
            height=5,
        ),
        Panel(
            "Without a speaker",
            "Share of the quotes for which nobody is named.",
            [asked("without_speaker")],
            "stat",
            unit="percentunit",
            steps=((None, GREEN), (0.2, YELLOW), (0.4, RED)),
            width=4,
            height=5,
        ),
        Panel(
            "Quotes by outlet and hour",
            "By the time of the fetch.",
            [asked("quotes_by_hour", is_series=True)],
            "bars",
            width=12,
            height=5,
        ),
    ),
)

SAID: Final = Row(
    "Who says what",
    (
        Panel(
            "Latest quotes",
            "The words are a link to their place in the article.",
            [asked("latest_quotes")],
            "table",
            width=18,
            height=14,
            link=("said", "link"),
            widths=(
                ("seen", 130),
                ("speaker", 150),
                ("role", 140),
                ("act", 85),
                *_OF_THE_ARTICLE,
                ("confidence", 90),
            ),
        ),
        Panel(
            "Most quoted people",
            "Persons with a full name.",
            [asked("most_quoted")],
            "bargauge",
            width=6,
            height=14,
        ),
    ),
)

CLAIMED: Final = Row(
    "What is claimed",
    (
        Panel(
            "Contested claims",
            "Claims about the same thing that differ in polarity or number, the earlier one first: "
            "conflicts and denials before what may both hold and what replaces an earlier count.",
            [asked("contested")],
            "table",
            width=24,
            height=10,
            link=("says instead", "link"),
            widths=(
                ("status", 80),
                ("about", 160),
                ("one", 160),
                ("outlets", 70),
                ("other", 160),
                ("its outlets", 90),
                ("since", 130),
            ),
        ),
        Panel(
            "Claims of others",
            "What articles pass on, who vouches for it and how surely; a link to its place.",
            [asked("claims_of_others")],
            "table",
            width=24,
            height=12,
            link=("claim", "link"),
            widths=(
                ("seen", 130),
                ("claimant", 190),
                ("stance", 80),
                ("certainty", 120),
                *_OF_THE_ARTICLE,
            ),
        ),
    ),
)


def newsroom() -> Json:
    return dashboard(
        "Newsroom",
        "Who says what, word for word, and who claims what, how surely.",
        (NUMBERS, SAID, CLAIMED),
        sources=(POSTGRES,),
        since="now-7d",
        refresh="30s",
    )
