"""Commands against a real broker, as they are typed."""

from __future__ import annotations

import asyncio
import json
from base64 import b64decode
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from schemas import Message, encode
from schemas.topics import PAGES, every_topic, retries
from services.local.__main__ import main
from services.local.letters import letters
from services.local.publishing import publishing
from services.runtime.received import Received, Rejected
from tests.support.consuming import consuming, everything_in, make_topics
from tests.support.events import URL, a_claim, a_page, a_quote, an_article
from tests.support.store import stored

BAD = Message(PAGES.name, b"k", b"{", (("ce_type", b"wortlaut.page.fetched.v1"),))


def test_topics_are_made_once(broker: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["topics", "create", "--bootstrap-servers", broker, "--partitions", "3"]
    count = len(list(every_topic()))

    assert main(command) == 0
    assert f"{count} topics made, 0 were there" in capsys.readouterr().out
    assert main(command) == 0
    assert f"0 topics made, {count} were there" in capsys.readouterr().out


def test_what_is_said_can_be_followed(broker: str, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_publish(broker, encode(a_quote(), "/test")))

    assert main(["tail", "quotes", "--no-follow", "--bootstrap-servers", broker]) == 0
    assert capsys.readouterr().out.split() == [
        *("Jana", "Vogt", "assertion", "Wir", "prüfen", "jeden", "Pfeiler")
    ]
    assert main(["tail", "quotes", "--no-follow", "--json", "--bootstrap-servers", broker]) == 0
    assert json.loads(capsys.readouterr().out)["text"] == "Wir prüfen jeden Pfeiler"


def test_a_record_that_is_no_event_is_named_and_does_not_end_it(
    broker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_publish(broker, BAD, encode(a_page(), "/test")))

    assert main(["tail", "pages", "--no-follow", "--bootstrap-servers", broker]) == 0

    told = capsys.readouterr()
    assert "Invalid JSON" in told.err
    assert "zeitung.example/bruecke" in told.out


def test_files_come_in_and_a_bad_one_is_named(
    broker: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(make_topics(broker))
    (tmp_path / "a.txt").write_text("„Gut“, sagte Anna Berg am Montag in der Stadt.", "utf-8")
    (tmp_path / "b.txt").write_text("", "utf-8")

    assert main(["ingest", str(tmp_path), "--bootstrap-servers", broker]) == 1

    captured = capsys.readouterr()
    assert "1 pages sent, 1 could not be read" in captured.out
    assert "b.txt: the file is empty" in captured.err
    (record,) = asyncio.run(everything_in(broker, PAGES.name))
    page = json.loads(record.value or b"")
    assert page["canonical_url"].startswith("urn:sha256:")


def test_a_server_that_is_not_there_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tail", "quotes", "--bootstrap-servers", "127.0.0.1:1"]) == 3

    error = capsys.readouterr().err
    assert error.startswith("wortlaut: Kafka does not answer")
    assert error.count("\n") == 1


def test_dead_letters_are_listed_replayed_and_folded(
    broker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_die(broker))
    kafka = ["--bootstrap-servers", broker]

    assert main(["dead-letters", "list", *kafka]) == 0
    listed = capsys.readouterr().out
    assert "decode" in listed
    assert "2 dead letters" in listed
    place = listed.split()[0]

    assert main(["dead-letters", "show", place, *kafka]) == 0
    assert "ce_type: wortlaut.page.fetched.v1" in capsys.readouterr().out

    assert main(["dead-letters", "replay", place, *kafka]) == 0
    assert main(["dead-letters", "drop", "--reason", "decode", *kafka]) == 0
    assert capsys.readouterr().out.splitlines() == ["1 replayed", "1 dropped"]

    assert main(["dead-letters", "list", *kafka]) == 0
    assert "0 dead letters" in capsys.readouterr().out
    marks = [letter.mark for letter in asyncio.run(letters(broker))]
    assert sorted(map(str, marks)) == ["dropped", "replayed"]
    (again,) = asyncio.run(everything_in(broker, retries(PAGES.name, "parser").name))
    assert (again.key, again.value, again.headers) == (BAD.key, BAD.value, BAD.headers)


def test_what_a_script_wants_to_know_of_dead_letters_is_json(
    broker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_die(broker))
    kafka = ["--bootstrap-servers", broker]

    assert main(["dead-letters", "list", "--json", *kafka]) == 0

    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["topic"], first["group"], first["reason"]) == (PAGES.name, "parser", "decode")
    assert (b64decode(first["key"]), b64decode(first["value"])) == (BAD.key, BAD.value)
    assert first["place"] != second["place"]
    assert first["mark"] is None


def test_what_was_done_before_is_not_done_again_and_said(
    broker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_die(broker))
    kafka = ["--bootstrap-servers", broker]

    assert main(["dead-letters", "replay", "--all", *kafka]) == 0
    assert main(["dead-letters", "replay", "--all", *kafka]) == 0
    assert main(["dead-letters", "drop", "--reason", "poison", *kafka]) == 0

    assert capsys.readouterr().out.splitlines() == [
        "2 replayed",
        "0 replayed; 2 left alone, as something was done about them before",
        "0 dropped; `wortlaut dead-letters list` shows which there are",
    ]
    assert len(asyncio.run(everything_in(broker, retries(PAGES.name, "parser").name))) == 2


def test_one_wrong_place_among_right_ones_does_nothing(
    broker: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_die(broker))
    kafka = ["--bootstrap-servers", broker]
    assert main(["dead-letters", "list", *kafka]) == 0
    place = capsys.readouterr().out.split()[0]

    assert main(["dead-letters", "replay", place, "pages.v1:0:99", *kafka]) == 1

    assert "no dead letter at pages.v1:0:99" in capsys.readouterr().err
    assert asyncio.run(everything_in(broker, retries(PAGES.name, "parser").name)) == []


def test_a_place_that_is_none_is_refused(broker: str, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(make_topics(broker))

    assert main(["dead-letters", "replay", "here", "--bootstrap-servers", broker]) == 1
    assert "'here' is no place" in capsys.readouterr().err
    assert main(["dead-letters", "drop", "--reason", "bad", "--bootstrap-servers", broker]) == 1
    assert "--reason bad: it is one of decode, " in capsys.readouterr().err
    assert main(["dead-letters", "replay", "--bootstrap-servers", broker]) == 1
    assert "say which" in capsys.readouterr().err


async def _publish(broker: str, *messages: Message) -> None:
    await make_topics(broker)
    async with publishing(broker) as publisher:
        await publisher.publish(messages)


async def _die(broker: str) -> None:
    await make_topics(broker)
    async with consuming(broker, _nothing) as seen:
        await seen.send_raw(BAD, BAD)
        await seen.until_handled("dead", 2)


async def _nothing(_: Sequence[Received]) -> Sequence[Rejected]:
    return []


def test_what_was_announced_and_is_not_there_is_named(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(stored(database_url, [an_article(), a_quote()]))
    database = ["--database-url", database_url]

    assert main(["audit", *database]) == 1
    assert "quotes 1 of 1, claims 0 of 1" in capsys.readouterr().out
    assert main(["audit", "--json", *database]) == 1
    away = ["--database-url", "postgresql://wortlaut@127.0.0.1:1/wortlaut"]
    assert main(["audit", *away]) == 3  # not asked is not missing
    assert main(["audit", "--database-url", "nowhere"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert (told["complete"], told["quotes"], len(told["missing"])) == (False, 1, 1)
    assert told["missing"][0]["url"] == URL

    asyncio.run(stored(database_url, [a_claim()]))
    assert main(["audit", *database]) == 0
    assert "1 revisions, 1 quotes, 1 claims: complete" in capsys.readouterr().out


def test_retention_says_before_it_deletes(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    old = an_article(fetched_at=datetime(2020, 3, 2, tzinfo=UTC))
    asyncio.run(stored(database_url, [old, a_quote(old)]))
    command = ["retention", "--keep", "90d", "--database-url", database_url]

    assert main([*command, "--dry-run"]) == 0
    assert "1 articles, 1 revisions would be deleted" in capsys.readouterr().out
    assert main(command) == 0
    assert "1 revisions, 1 quotes" in capsys.readouterr().out
    assert main([*command, "--dry-run"]) == 0
    assert "0 articles, 0 revisions would be deleted" in capsys.readouterr().out


def test_the_way_of_a_page_is_told(database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(stored(database_url, [an_article(), a_quote(), a_claim()]))

    assert main(["trace", URL, "--database-url", database_url]) == 0
    told = capsys.readouterr().out
    assert "current: Brücke bleibt gesperrt" in told
    assert "quotes 1 of 1, claims 1 of 1" in told
    assert main(["trace", "--json", URL, "--database-url", database_url]) == 0
    (article,) = json.loads(capsys.readouterr().out)["articles"]
    assert article["revisions"][0]["quotes_stored"] == 1
    assert main(["trace", f"{URL}/other", "--database-url", database_url]) == 1
    assert "nothing is known of" in capsys.readouterr().out
