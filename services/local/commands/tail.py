"""`wortlaut tail`: follow a topic and print what arrives."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import TYPE_CHECKING, Final

from services.local import connections
from services.local.terminal import Style, cut, neutral, terminal_width

if TYPE_CHECKING:
    from aiokafka import ConsumerRecord

    from schemas import Event

NAME: Final = "tail"
HELP: Final = "follow quotes, claims, articles or pages"
EPILOG: Final = """\
examples:
  wortlaut tail quotes                    what is there, then what arrives; Ctrl-C ends it
  wortlaut tail claims --json | jq .      the events as they are, one a line
  wortlaut tail quotes --no-follow        what is there, and out

Reads without a consumer group: it commits nothing and disturbs nobody.
"""
KINDS: Final = ("quotes", "claims", "articles", "pages")
QUIET_MS: Final = 500


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS)
    connections.add_kafka(parser)
    parser.add_argument("--json", action="store_true", help="the events as JSON, one a line")
    parser.add_argument(
        "--no-follow", dest="follow", action="store_false", help="end when all has been read"
    )


def run(options: argparse.Namespace) -> int:
    try:
        return asyncio.run(_tail(options))
    except KeyboardInterrupt:
        return 0


async def _tail(options: argparse.Namespace) -> int:
    from aiokafka import AIOKafkaConsumer

    from schemas.topics import MAX_MESSAGE_BYTES

    consumer = AIOKafkaConsumer(
        f"wortlaut.{options.kind}.v1",
        bootstrap_servers=connections.bootstrap_servers(options),
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        max_partition_fetch_bytes=MAX_MESSAGE_BYTES,
    )
    style = Style.of(sys.stdout)
    try:
        await consumer.start()
        while True:
            batches = await consumer.getmany(timeout_ms=QUIET_MS)
            for record in (r for batch in batches.values() for r in batch):
                _print(record, as_json=options.json, style=style)
            sys.stdout.flush()
            if not batches and not options.follow:
                return 0
    finally:
        await consumer.stop()


def _print(record: ConsumerRecord[bytes, bytes], *, as_json: bool, style: Style) -> None:
    from schemas import UndecodableError, decode

    if as_json:
        print((record.value or b"null").decode("utf-8", "replace"))
        return
    try:
        print(line(decode(record), style, terminal_width()))
    except UndecodableError as error:
        print(style.dim(neutral(f"(offset {record.offset}: {error})")))


def line(event: Event, style: Style, width: int) -> str:
    """An event on one line of at most `width` columns."""
    import schemas

    match event:
        case schemas.QuoteExtracted():
            who = _who(event.speaker)
            how = event.speech_act if event.type == "direct" else f"{event.type} {event.speech_act}"
            return _columns(style, who, how, event.text, width)
        case schemas.ClaimExtracted():
            who = _who(event.claimant) if event.claimant else event.attribution
            how = f"{event.polarity}, {event.certainty}"
            return _columns(style, who, how, event.text, width)
        case schemas.ArticleParsed():
            counts = f"{event.quote_count} quotes, {event.claim_count} claims"
            return _columns(style, event.outlet, counts, event.title or event.url, width)
        case schemas.PageFetched():
            return _columns(style, event.outlet, event.media_type, event.url, width)
        case _:
            kind = event.ce_type.removeprefix("wortlaut.")
            return _columns(style, kind, "", str(event.article_id), width)


def _who(speaker: object) -> str:
    return str(getattr(speaker, "name", None) or getattr(speaker, "mention", None) or "–")


def _columns(style: Style, who: str, how: str, what: str, width: int) -> str:
    left, middle = cut(who, 22), cut(how, 20)
    return f"{style.bold(f'{left:<22}')}  {style.dim(f'{middle:<20}')}  {cut(what, width - 46)}"
