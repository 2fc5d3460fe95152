"""`wortlaut tail` on a real broker: filters, points in time, webhooks, and what may be wrong."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from schemas import Message, encode
from schemas.topics import CLAIMS, QUOTES
from services.local.__main__ import main
from services.local.publishing import publishing
from tests.support.consuming import make_topics
from tests.support.events import a_claim, a_quote, a_speaker, an_article
from tests.support.hooks import receiver

SECRET = "a secret of more than sixteen bytes"
DENIED = "Nein, „das“ stimmt nicht"


@pytest.fixture
def spoken(broker: str) -> str:
    """Three quotes of two outlets: one by Jana Vogt, one denial by Tom Berg, one by nobody."""
    other = an_article(
        f"Er sagte: {DENIED}. Das war alles.",
        url="https://blatt.example/a",
        outlet="b.blatt.example",
    )
    berg = a_speaker("Er", text=other.text, name="Tom Berg", resolution="pronoun")
    quotes = (
        a_quote(),
        a_quote(other, DENIED, type="indirect", speaker=berg, speech_act="denial"),
        a_quote(other, "Das war alles", speaker=None),
    )
    asyncio.run(_publish(broker, *(encode(quote, "/test") for quote in quotes)))
    return broker


async def _publish(broker: str, *messages: Message) -> None:
    await make_topics(broker)
    async with publishing(broker) as publisher:
        await publisher.publish(messages)


def tail(broker: str, *arguments: str, kind: str = "quotes") -> int:
    return main(["tail", kind, "--no-follow", "--bootstrap-servers", broker, *arguments])


@pytest.mark.parametrize(
    ("arguments", "texts"),
    [
        (["--speaker", "vogt"], {"Wir prüfen jeden Pfeiler"}),
        (["--speaker", "er"], {DENIED, "Wir prüfen jeden Pfeiler"}),
        (["--outlet", "zeitung.example"], {"Wir prüfen jeden Pfeiler"}),
        (["--outlet", "BLATT.example"], {DENIED, "Das war alles"}),
        (["--type", "indirect"], {DENIED}),
        (["--denied"], {DENIED}),
        (["--contains", "ALLES", "--language", "de"], {"Das war alles"}),
        (["--since", "1h"], {DENIED, "Das war alles", "Wir prüfen jeden Pfeiler"}),
    ],
)
def test_only_what_is_wanted_is_shown(
    spoken: str, capsys: pytest.CaptureFixture[str], arguments: list[str], texts: set[str]
) -> None:
    assert tail(spoken, "--json", *arguments) == 0

    shown = [json.loads(line)["text"] for line in capsys.readouterr().out.splitlines()]
    assert sorted(shown) == sorted(texts)


def test_a_filter_that_matches_nothing_is_said_and_told_by_the_exit_code(
    spoken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tail(spoken, "--speaker", "Austin", "--denied") == 1

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "wortlaut: none of 3 quotes match --speaker 'Austin' --denied\n"


def test_what_arrived_earlier_is_left_out(spoken: str, capsys: pytest.CaptureFixture[str]) -> None:
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()

    assert tail(spoken, "--since", later) == 0

    told = capsys.readouterr()
    assert told.out == ""
    assert "no quotes are there since" in told.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["articles", "--speaker", "Vogt"], "--speaker means nothing to articles"),
        (["claims", "--type", "direct"], "--type means nothing to claims"),
        (["quotes", "--webhook", "ftp://desk"], "'ftp://desk' is no address for a webhook"),
        (["quotes", "--webhook", "http://127.0.0.1:1/"], "set WORTLAUT_WEBHOOK_SECRET"),
    ],
)
def test_what_makes_no_sense_is_refused(
    arguments: list[str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if "ftp://desk" in arguments:
        monkeypatch.setenv("WORTLAUT_WEBHOOK_SECRET", SECRET)

    assert main(["tail", *arguments, "--bootstrap-servers", "127.0.0.1:1"]) == 1
    assert said in capsys.readouterr().err


def test_a_cluster_that_is_not_ours_is_named_and_left_as_it_is(
    broker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):  # a second time: asking must not have made the topic
        assert tail(broker) == 1
        told = capsys.readouterr().err
        assert f"{broker} has no topic wortlaut.quotes.v1" in told
        assert "none of Wortlaut's clusters" in told
        assert "wortlaut topics create" in told


def test_an_event_of_the_future_is_named_once_and_skipped(
    spoken: str, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = Message(QUOTES.name, b"k", b"{}", (("ce_type", b"wortlaut.quote.extracted.v2"),))
    asyncio.run(_publish(spoken, newer, newer))

    assert tail(spoken) == 0

    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 3
    assert told.err.count("unknown version 'wortlaut.quote.extracted.v2'") == 1


def test_a_webhook_is_signed_and_tried_again(
    spoken: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n", encoding="utf-8")

    with receiver(503, 200) as desk:
        hook = ["--webhook", desk.url, "--secret-file", str(file)]
        assert tail(spoken, "--denied", *hook) == 0

    first, second = desk.came
    assert "HTTP 503, again in" in capsys.readouterr().err
    assert first[1] == second[1]
    headers, body = second
    assert json.loads(body)["text"] == DENIED
    assert headers["ce-type"] == "wortlaut.quote.extracted.v1"
    assert headers["webhook-id"] == headers["ce-id"]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = hmac.new(SECRET.encode(), signed, hashlib.sha256).digest()
    assert headers["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"


@pytest.mark.parametrize("status", [400, 410, 302])
def test_what_a_webhook_refuses_is_named_and_the_rest_goes_on(
    spoken: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    status: int,
) -> None:
    monkeypatch.setenv("WORTLAUT_WEBHOOK_SECRET", SECRET)

    with receiver(status, 200) as desk:
        assert tail(spoken, "--webhook", desk.url) == 1

    told = capsys.readouterr().err
    assert len(desk.came) == 3
    assert f"not taken: HTTP {status} after 1 attempts" in told
    assert f"1 events were not taken by {desk.url}" in told


def test_a_webhook_that_is_away_too_long_is_given_up(
    spoken: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORTLAUT_WEBHOOK_SECRET", SECRET)

    hook = ["--webhook", "http://127.0.0.1:1/", "--retry-for", "0"]
    assert tail(spoken, "--denied", *hook) == 1

    assert "Connection refused after 1 attempts" in capsys.readouterr().err


def test_claims_are_followed_too(broker: str, capsys: pytest.CaptureFixture[str]) -> None:
    denied = a_claim(polarity="negative", certainty="possible")
    asyncio.run(_publish(broker, encode(denied, "/test")))

    assert tail(broker, "--denied", kind="claims") == 0
    assert "negative, possible" in capsys.readouterr().out
    assert CLAIMS.name == denied.topic
