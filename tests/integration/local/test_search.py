"""`wortlaut search` and `wortlaut show` over a real Postgres."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from services.local.__main__ import main
from tests.support.events import MONDAY, a_claim, a_quote, a_speaker, an_article
from tests.support.store import stored

OTHER = an_article(
    "Er sagte: 100 % Nein. „Es waren 40“, sagte Tom Berg 😀 gestern.",
    url="https://b.blatt.example/a",
    outlet="b.blatt.example",
    title="Nein\x1b[31m",
)
BERG = a_speaker("Er", text=OTHER.text, name="Tom Berg", role=None, resolution="pronoun")
DENIAL = a_quote(OTHER, "100 % Nein", type="indirect", speaker=BERG, speech_act="denial")
FORTY = a_quote(OTHER, "Es waren 40", speaker=BERG)
QUOTE = a_quote()
DENIED = a_claim(polarity="negative")


@pytest.fixture
def database(database_url: str) -> str:
    """Two articles, one of them with an earlier revision that held a quote more."""
    earlier = an_article(
        f"{OTHER.text} „Kein Wort“, sagte er.",
        url=OTHER.url,
        outlet=OTHER.outlet,
        fetched_at=MONDAY - timedelta(days=1),
        quote_count=2,
        claim_count=0,
    )
    events = [
        an_article(),
        QUOTE,
        DENIED,
        OTHER,
        DENIAL,
        FORTY,
        earlier,
        a_quote(earlier, "Es waren 40", speaker=BERG),
        a_quote(earlier, "Kein Wort", speaker=BERG),
    ]
    asyncio.run(stored(database_url, events))
    return database_url


@pytest.mark.parametrize(
    ("arguments", "texts"),
    [
        (["pfeiler"], {QUOTE.text}),
        (["40"], {FORTY.text, DENIED.text}),
        (["% Nein"], {DENIAL.text}),  # a percent sign is one
        (["_"], set()),
        (["--speaker", "vogt"], {QUOTE.text, DENIED.text}),
        (["--speaker", "TOM B"], {FORTY.text, DENIAL.text}),
        (["--outlet", "blatt.example"], {FORTY.text, DENIAL.text}),
        (["--outlet", "latt.example"], set()),
        (["--denied"], {DENIAL.text, DENIED.text}),
        (["--type", "direct"], {QUOTE.text, FORTY.text}),
        (["--language", "fr"], set()),
        (["--since", "2026-03-02T09:30"], {QUOTE.text, FORTY.text, DENIAL.text, DENIED.text}),
        (["--since", "2026-03-02T09:31"], set()),
        (["Kein Wort"], set()),  # of an earlier revision
    ],
)
def test_what_was_asked_for_is_found(
    database: str, capsys: pytest.CaptureFixture[str], arguments: list[str], texts: set[str]
) -> None:
    code = main(["search", "--json", "--database-url", database, *arguments])

    told = capsys.readouterr()
    assert {json.loads(line)["text"] for line in told.out.splitlines()} == texts
    assert code == (0 if texts else 1)
    assert ("nothing was found" in told.err) is (not texts)


def test_found_is_who_and_how_and_where(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "Nein", "--database-url", database]) == 0

    told = capsys.readouterr().out
    assert "Tom Berg  indirect denial" in told
    assert "b.blatt.example  Nein\ufffd[31m" in told  # nothing from the web drives a terminal
    assert "\x1b" not in told
    assert str(DENIAL.id)[:8] in told


def test_that_there_is_more_is_said(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--limit", "2", "--database-url", database]) == 0
    assert "the newest 2; --limit shows more" in capsys.readouterr().err


def test_a_quote_is_shown_where_it_stands(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["show", str(FORTY.id)[:8], "--database-url", database]) == 0

    told = capsys.readouterr().out
    assert "Er sagte: 100 % Nein. „[Es waren 40]“, sagte Tom Berg 😀 gestern." in told
    assert "https://b.blatt.example/a#:~:text=Es%20waren%2040" in told
    assert "2 revisions of the article" in told
    earlier, current = told.splitlines()[-2:]
    assert "earlier" in earlier
    assert "current" in current
    assert all(line.endswith("  holds these words") for line in (earlier, current))


def test_a_claim_is_shown_too(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", str(DENIED.id), "--database-url", database]) == 0
    told = capsys.readouterr().out
    assert f"claim {DENIED.id}" in told
    assert f"[{DENIED.text}]." in told
    assert "attributed, negative, certain" in told


@pytest.mark.parametrize(
    ("identity", "said"),
    [
        ("00000000", "there is no quote and no claim 00000000"),
        ("fc73", "'fc73' is no id"),
        ("'; DROP TABLE quotes", "is no id"),
    ],
)
def test_an_id_that_leads_nowhere_is_named(
    database: str, capsys: pytest.CaptureFixture[str], identity: str, said: str
) -> None:
    assert main(["show", identity, "--database-url", database]) == 1
    assert said in capsys.readouterr().err


def test_a_user_whom_postgres_does_not_know_is_one_line(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    nobody = urlsplit(database)
    url = nobody._replace(netloc=f"nobody:wrong@{nobody.netloc.rpartition('@')[2]}").geturl()

    assert main(["db", "migrate", "--database-url", url]) == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("wortlaut: Postgres refuses the user or the password")


def test_a_database_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    away = "postgresql://wortlaut@127.0.0.1:1/wortlaut"

    assert main(["search", "x", "--database-url", away]) == 3
    assert capsys.readouterr().err.startswith("wortlaut: nothing answers there")
