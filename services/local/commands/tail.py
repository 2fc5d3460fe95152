"""`wortlaut tail`: follow a topic and print what arrives."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from services.local import connections, filter_options
from services.local.errors import LocalError
from services.local.instants import instant
from services.local.terminal import Style, neutral, terminal_width

if TYPE_CHECKING:
    from schemas import Event
    from services.local.filters import Filter
    from services.local.following import AnyRecord, Follower
    from services.local.webhook import Webhook

NAME: Final = "tail"
HELP: Final = "follow quotes, claims, articles or pages"
EPILOG: Final = """\
examples:
  wortlaut tail quotes                              what is there, then what arrives; Ctrl-C ends it
  wortlaut tail quotes --speaker Vogt --type direct
  wortlaut tail claims --denied --since 7d
  wortlaut tail claims --json | jq .                the events as they are, one a line
  wortlaut tail quotes --no-follow                  what is there, and out
  wortlaut tail claims --denied --webhook https://desk.example/hook

Reads without a consumer group: it commits nothing and disturbs nobody. With --no-follow the exit
code is 1 when nothing matches. A webhook is signed (Standard Webhooks) with the secret in
WORTLAUT_WEBHOOK_SECRET or --secret-file, and tried again until it is taken or --retry-for is over.
"""
KINDS: Final = ("quotes", "claims", "articles", "pages")
KEY_VARIABLE: Final = "WORTLAUT_WEBHOOK_SECRET"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=KINDS)
    connections.add_kafka(parser)
    parser.add_argument("--json", action="store_true", help="the events as JSON, one a line")
    parser.add_argument(
        "--no-follow", dest="follow", action="store_false", help="end when all has been read"
    )
    parser.add_argument(
        "--since", type=instant, metavar="TIME", help="what arrived since: 30m, 7d, 2026-03-01"
    )
    group = filter_options.add(parser)
    group.add_argument("--contains", metavar="WORDS", help="in the text, upper or lower case")
    hook = parser.add_argument_group("webhook")
    hook.add_argument("--webhook", metavar="URL", help="send each event there, signed")
    hook.add_argument("--secret-file", type=Path, metavar="FILE", help=f"default: {KEY_VARIABLE}")
    hook.add_argument(
        "--retry-for", type=float, default=600, metavar="SECONDS", help="an event; default: 600"
    )


def run(options: argparse.Namespace) -> int:
    try:
        return asyncio.run(_tail(options))
    except KeyboardInterrupt:
        return 0


async def _tail(options: argparse.Namespace) -> int:
    from services.local.filters import filter_of
    from services.local.following import following

    wanted = filter_of(options)
    hook = _webhook(options) if options.webhook else None
    topic = f"wortlaut.{options.kind}.v1"
    servers, security = connections.bootstrap_servers(options), connections.security(options)
    async with following(topic, servers, security, since=options.since) as follower:
        tail = _Tail(wanted, hook, as_json=options.json)
        await tail.follow(follower, forever=options.follow)
    return tail.judged(options)


class _Tail:
    """What is read, and how much of it was wanted."""

    def __init__(self, wanted: Filter, hook: Webhook | None, *, as_json: bool) -> None:
        self._wanted = wanted
        self._hook = hook
        self._as_json = as_json
        self._style = Style.of(sys.stdout)
        self._read = self._shown = self._lost = 0
        self._foreign: set[str] = set()

    async def follow(self, follower: Follower, *, forever: bool) -> None:
        async for records in follower.records(follow=forever):
            for record in records:
                await self._take(record)
            sys.stdout.flush()

    def judged(self, options: argparse.Namespace) -> int:
        """The exit code, and a word on what was not shown."""
        if self._lost:
            _complain(f"{self._lost} events were not taken by {options.webhook}")
            return 1
        if self._shown or not self._wanted:
            if not self._read:
                _complain(f"no {options.kind} are there{_since(options)}")
            return 0
        _complain(
            f"none of {self._read} {options.kind}{_since(options)} match {self._wanted.words}"
        )
        return 1

    async def _take(self, record: AnyRecord) -> None:
        from schemas import UndecodableError, UnknownEventError, decode

        self._read += 1
        try:
            event = decode(record)
        except UnknownEventError as error:
            self._name_once(str(error))
            return
        except UndecodableError as error:
            _complain(f"partition {record.partition}, offset {record.offset}: {error}")
            return
        if self._wanted(event):
            self._shown += 1
            self._show(record, event)
            await self._send(record)

    def _name_once(self, what: str) -> None:
        if what not in self._foreign:
            self._foreign.add(what)
            _complain(what)

    def _show(self, record: AnyRecord, event: Event) -> None:
        from services.local.lines import line

        if self._as_json:
            print((record.value or b"null").decode("utf-8", "replace"))
        elif self._hook is None:
            print(line(event, self._style, terminal_width()))

    async def _send(self, record: AnyRecord) -> None:
        from services.local.webhook import RefusedError

        if self._hook is None:
            return
        try:
            await self._hook.deliver(record.value or b"", record.headers)
        except RefusedError as error:
            self._lost += 1
            _complain(f"partition {record.partition}, offset {record.offset} not taken: {error}")


def _since(options: argparse.Namespace) -> str:
    return f" since {options.since:%Y-%m-%d %H:%M}" if options.since else ""


def _webhook(options: argparse.Namespace) -> Webhook:
    from services.local.webhook import Webhook, checked_url, key_of

    file: Path | None = options.secret_file
    if file is not None and not file.is_file():
        raise LocalError(f"{file}: there is no such file with the webhook's secret")
    secret = file.read_text("utf-8").strip() if file else os.environ.get(KEY_VARIABLE, "")
    if not secret:
        raise LocalError(f"a webhook is signed: set {KEY_VARIABLE} or --secret-file")
    return Webhook(checked_url(options.webhook), key_of(secret), options.retry_for, _complain)


def _complain(what: str) -> None:
    print(f"wortlaut: {neutral(what)}", file=sys.stderr, flush=True)
