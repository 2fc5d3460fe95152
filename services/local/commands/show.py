"""`wortlaut show ID`: a quote or claim in its context, and its history."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import TYPE_CHECKING, Final

from services.local import connections
from services.local.errors import LocalError
from services.local.terminal import Style, neutral

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.store.search import Seen, Statement

NAME: Final = "show"
HELP: Final = "a quote or claim in its context, with the link to its place and its revisions"
EPILOG: Final = """\
examples:
  wortlaut show fc7331fb                    the first 8 characters of an id are enough
  wortlaut show fc7331fb-1e9a-5c1a-9f80-cd41a1cc0d69

`wortlaut search` and `wortlaut tail --json` tell ids. The exit code is 1 when there is none.
"""
CONTEXT: Final = 280  # code points shown before and after


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", metavar="ID")
    connections.add_database(parser)


def run(options: argparse.Namespace) -> int:
    return asyncio.run(_show(options.id, connections.database_url(options)))


async def _show(identity: str, dsn: str) -> int:
    from services.store.postgres import session
    from services.store.search import NoIdError, revisions_of, statements

    async with session(dsn) as connection:
        try:
            found = await statements(connection, identity)
        except NoIdError as error:
            raise LocalError(str(error)) from error
        if not found:
            raise LocalError(f"there is no quote and no claim {identity}")
        if len(found) > 1:
            ids = ", ".join(str(one.id) for one in found)
            raise LocalError(f"{identity} begins more than one id: {ids}")
        seen = await revisions_of(connection, found[0])
    print("\n".join(lines(found[0], seen, Style.of(sys.stdout))))
    return 0


def lines(found: Statement, seen: Sequence[Seen], style: Style) -> Iterator[str]:
    from schemas import text_fragment

    own = next((one for one in seen if one.revision == found.revision), None)
    role = f", {neutral(found.role)}" if found.role else ""
    yield f"{found.kind} {found.id}"
    yield f"{style.bold(neutral(found.who or 'nobody named'))}{role}  {style.dim(found.how)}"
    if own is None or own.text is None:
        yield f"\n  {neutral(found.text)}\n\n(the article's text has not arrived)"
    else:
        yield f"\n{in_context(own.text, found.spans, style)}\n"
        yield neutral(f"{own.title or 'no title'} ({own.outlet})")
        yield neutral(text_fragment(own.url or "", found.text))
    yield from _history(seen, style)


def in_context(text: str, spans: Sequence[Sequence[int]], style: Style) -> str:
    """The words marked where they stand. Offsets are code points, as Python's are."""
    first, last = spans[0][0], spans[-1][1]
    begin, end = max(0, first - CONTEXT), min(len(text), last + CONTEXT)
    parts, at = [], begin
    for start, stop in spans:
        parts += [_shown(text[at:start]), _marked(_shown(text[start:stop]), style)]
        at = stop
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return f"{before}{''.join(parts)}{_shown(text[at:end])}{after}"


def _shown(text: str) -> str:
    return "\n".join(neutral(line) for line in text.split("\n"))


def _marked(words: str, style: Style) -> str:
    """Where there are no colours, brackets tell what is meant."""
    return style.green(words) if style.enabled else f"[{words}]"


def _history(seen: Sequence[Seen], style: Style) -> Iterator[str]:
    yield style.bold(f"\n{len(seen)} revisions of the article")
    for one in seen:
        state = "current" if one.is_current else "earlier"
        words = "holds these words" if one.holds_it else "does not hold these words"
        yield (
            f"  {one.revision}  {state}  seen {one.first_seen_at:%Y-%m-%d %H:%M} to "
            f"{one.fetched_at:%Y-%m-%d %H:%M}  {words}"
        )
