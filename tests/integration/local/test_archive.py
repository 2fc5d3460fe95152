"""`wortlaut archive` on a real broker."""

from __future__ import annotations

import asyncio
import gzip
from pathlib import Path

import pytest

from schemas import Message, encode
from schemas.topics import PAGES
from services.local.__main__ import main
from services.local.publishing import publishing
from services.local.scratch import try_lock
from tests.support.consuming import make_topics
from tests.support.events import a_gone_page, a_page

BAD = Message(PAGES.name, b"k", b"{", (("ce_type", b"wortlaut.page.fetched.v1"),))


def archive(broker: str, folder: Path, *more: str) -> int:
    command = ["archive", "--no-follow", "--bootstrap-servers", broker, "--out", str(folder)]
    return main([*command, *more])


async def _publish(broker: str, *messages: Message) -> None:
    await make_topics(broker)
    async with publishing(broker) as publisher:
        await publisher.publish(messages)


def page(number: int) -> Message:
    return encode(a_page(f"<p>{number}</p>", url=f"https://zeitung.example/{number}"), "/test")


def uris(folder: Path) -> list[str]:
    """Of the pages in the whole files."""
    text = "".join(gzip.decompress(f.read_bytes()).decode() for f in folder.glob("*.warc.gz"))
    return sorted(
        line.removeprefix("WARC-Target-URI: ")
        for record in text.split("WARC/1.1\r\n")
        if "WARC-Type: resource" in record
        for line in record.splitlines()
        if line.startswith("WARC-Target-URI: ")
    )


def test_it_goes_on_where_it_ended(
    broker: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_publish(broker, page(1), BAD, page(2), encode(a_gone_page(), "/test")))
    assert archive(broker, tmp_path) == 0
    told = capsys.readouterr()
    assert "2 pages, 1 ends of pages, 1 skipped" in told.out
    assert "Invalid JSON" in told.err

    asyncio.run(_publish(broker, page(3)))
    assert archive(broker, tmp_path) == 0

    assert "1 pages, 0 ends of pages, 0 skipped" in capsys.readouterr().out
    assert uris(tmp_path) == [f"https://zeitung.example/{n}" for n in (1, 2, 3)]
    assert not list(tmp_path.glob("*.open"))


def test_what_a_kill_left_is_made_whole(broker: str, tmp_path: Path) -> None:
    asyncio.run(_publish(broker, page(1)))
    archive(broker, tmp_path)
    (whole,) = tmp_path.glob("*.warc.gz")
    left = tmp_path / "wortlaut-killed.warc.gz.open"
    left.write_bytes(whole.read_bytes()[:-20])
    (tmp_path / "wortlaut-empty.warc.gz.open").write_bytes(b"\x1f")
    whole.unlink()

    assert archive(broker, tmp_path) == 0

    assert [file.name for file in tmp_path.glob("*.warc.gz*")] == ["wortlaut-killed.warc.gz"]
    assert uris(tmp_path) == ["https://zeitung.example/1"]


def test_an_erased_page_is_named(
    broker: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_publish(broker, encode(a_gone_page(reason="erased"), "/test")))

    assert archive(broker, tmp_path) == 0
    assert "was erased on request" in capsys.readouterr().err


def test_two_do_not_write_one_archive(
    broker: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert try_lock(tmp_path / ".lock") is not None

    assert archive(broker, tmp_path) == 1
    assert "another `wortlaut archive` writes to" in capsys.readouterr().err


def test_what_cannot_be_an_archive_is_named(
    broker: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")
    (tmp_path / "offsets.json").write_text("[", encoding="ascii")

    assert archive(broker, tmp_path / "file") == 1
    assert "cannot be used for an archive" in capsys.readouterr().err
    assert archive(broker, tmp_path) == 1
    assert "offsets.json is damaged" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        archive(broker, tmp_path, "--file-size", "0")
