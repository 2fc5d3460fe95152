"""`wortlaut dead-letters`: what was set aside, and what to do about it."""

from __future__ import annotations

import argparse
import asyncio
import json
from base64 import b64encode
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from services.local import connections
from services.local.errors import LocalError
from services.local.terminal import cut, neutral

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from schemas import Message
    from services.local.letters import Letter

NAME: Final = "dead-letters"
HELP: Final = "what was set aside: list, show, replay, drop"
EPILOG: Final = """\
examples:
  wortlaut dead-letters list                       those that nothing was done about
  wortlaut dead-letters show pages.v1:0:17         one, with its headers and bytes
  wortlaut dead-letters replay --reason poison     after a fix: again, for the group that failed
  wortlaut dead-letters replay pages.v1:0:17-40    a range of offsets
  wortlaut dead-letters list --json | jq -r .error
  wortlaut dead-letters drop pages.v1:0:17         never again; it stays on record until retention

`list --json` has one JSON object a line; its key and value are base64, as they may be any bytes.
The exit code is 0 also when there is none; a place at which there is no letter ends with 1, and
nothing is done.

Replay writes to <topic>.<group>.retry, which only that group reads: other subscribers see nothing
of it, and what is already stored does not change.
"""
TOLD: Final = ("reason", "error", "error-type", "stage", "failed-at", "partition", "offset")
"""Of the headers, what `list --json` tells; partition and offset are those it failed at."""

Place: TypeAlias = tuple[str, int, int, int]
"""Topic, partition, first and last offset."""


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="those that nothing was done about")
    listed.add_argument("--all", action="store_true", help="replayed and dropped ones too")
    listed.add_argument("--json", action="store_true", help="one JSON object a line")
    shown = actions.add_parser("show", help="one, with its headers and bytes")
    shown.add_argument("places", nargs=1, metavar="TOPIC:PARTITION:OFFSET")
    for action, words in (
        ("replay", "try them again, in the group that failed"),
        ("drop", "mark them as done with"),
    ):
        one = actions.add_parser(action, help=words)
        one.add_argument("places", nargs="*", metavar="TOPIC:PARTITION:OFFSET[-OFFSET]")
        one.add_argument("--reason", help="all of a reason: decode, schema, poison, …")
        one.add_argument("--all", action="store_true", help="all that nothing was done about")
    for one in actions.choices.values():
        connections.add_kafka(one)


def run(options: argparse.Namespace) -> int:
    return asyncio.run(_run(options))


async def _run(options: argparse.Namespace) -> int:
    from services.local import letters
    from services.runtime.errors import DEAD_REASONS

    servers = connections.bootstrap_servers(options)
    wanted = [_place(place) for place in getattr(options, "places", ())]
    if options.action in ("replay", "drop") and not (wanted or options.reason or options.all):
        raise LocalError("say which: places, --reason or --all")
    if (reason := getattr(options, "reason", None)) and reason not in DEAD_REASONS:
        raise LocalError(f"--reason {neutral(reason)}: it is one of {', '.join(DEAD_REASONS)}")
    every = await letters.letters(servers, connections.security(options))
    if options.action == "list":
        listed = [x for x in every if options.all or x.mark is None]
        return _list_json(listed) if options.json else _list(listed)
    if options.action == "show":
        return _show(chosen(every, wanted, None))
    picked = [x for x in chosen(every, wanted, options.reason) if x.mark is None]
    act = letters.replayed if options.action == "replay" else letters.dropped
    await _send(servers, act, picked)
    done = {"replay": "replayed", "drop": "dropped"}[options.action]
    print(f"{len(picked)} {done}" + _left_alone(every, wanted, options.reason, len(picked)))
    return 0


def _left_alone(
    every: Iterable[Letter], wanted: Sequence[Place], reason: str | None, picked: int
) -> str:
    """Why it was none, or fewer than were named."""
    if picked and not wanted:
        return ""
    if marked := len(chosen(every, wanted, reason)) - picked:
        return f"; {marked} left alone, as something was done about them before"
    return "" if picked else "; `wortlaut dead-letters list` shows which there are"


def chosen(every: Iterable[Letter], places: Sequence[Place], reason: str | None) -> list[Letter]:
    """Those at the places, or of the reason; all, where neither is given. LocalError for none."""
    every = list(every)
    for place in places:
        if not any(_is_at(letter, place) for letter in every):
            last = "" if place[3] == place[2] else f"-{place[3]}"
            told = ":".join(map(str, place[:3])) + last
            raise LocalError(f"no dead letter at {told}: `wortlaut dead-letters list` shows where")
    return [
        letter
        for letter in every
        if (not places or any(_is_at(letter, place) for place in places))
        and (reason is None or letter.told("reason") == reason)
    ]


def _place(text: str) -> Place:
    topic, _, rest = text.partition(":")
    partition, _, offsets = rest.partition(":")
    first, _, last = offsets.partition("-")
    try:
        return (topic, int(partition), int(first), int(last or first))
    except ValueError as error:
        raise LocalError(f"{text!r} is no place: TOPIC:PARTITION:OFFSET, as list shows") from error


def _is_at(letter: Letter, place: Place) -> bool:
    topic, partition, first, last = place
    name = letter.topic.removeprefix("wortlaut.")
    is_topic = topic.removeprefix("wortlaut.") == name
    return is_topic and letter.partition == partition and first <= letter.offset <= last


def _list(found: Sequence[Letter]) -> int:
    for letter in found:
        print(
            f"{letter.place:<22} {letter.told('failed-at')[:19]}  {letter.told('reason'):<9} "
            f"{letter.mark or '':<9} {cut(letter.told('error'), 100)}"
        )
    print(f"{len(found)} dead letters")
    return 0


def _list_json(found: Sequence[Letter]) -> int:
    for letter in found:
        told = {name.replace("-", "_"): letter.told(name) for name in TOLD}
        line = {
            "place": letter.place,
            "topic": letter.topic,
            "group": letter.group,
            "mark": letter.mark,
            **told,
            "key": _base64(letter.key),
            "value": _base64(letter.value),
        }
        print(json.dumps(line, ensure_ascii=False))
    return 0


def _base64(value: bytes | None) -> str | None:
    return None if value is None else b64encode(value).decode("ascii")


def _show(found: Sequence[Letter]) -> int:
    for letter in found:
        for name, value in letter.headers:
            print(f"{neutral(name)}: {_bytes(value)}")
        print(f"key: {_bytes(letter.key)}\n\n{_bytes(letter.value)}")
    return 0


def _bytes(value: bytes | None) -> str:
    """As Python writes them: every byte can be told, none drives a terminal."""
    return "null" if value is None else repr(value)[2:-1]


async def _send(
    servers: str,
    act: Callable[[Iterable[Letter], datetime], list[Message]],
    picked: Sequence[Letter],
) -> None:
    from services.local.publishing import publishing

    async with publishing(servers) as publisher:
        await publisher.publish(act(picked, datetime.now(UTC)))
