"""`wortlaut search`: quotes and claims in the database."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from services.local import connections, filter_options
from services.local.counts import count
from services.local.instants import instant
from services.local.terminal import Style, cut, folded, neutral, terminal_width

if TYPE_CHECKING:
    from services.store.search import Found, Wanted

NAME: Final = "search"
HELP: Final = "find quotes and claims in the database"
EPILOG: Final = """\
examples:
  wortlaut search Nordkorea                              what was said and claimed about it
  wortlaut search 'bis zu' --speaker Austin --since 7d
  wortlaut search --denied --outlet zeitung.example      all that is denied there
  wortlaut search Brücke --type direct --json | jq .url

Searches current articles, newest first, upper or lower case. `wortlaut show ID` shows one in its
context. The exit code is 1 when nothing is found.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="?", metavar="WORDS", help="in the quote or claim")
    connections.add_database(parser)
    group = filter_options.add(parser)
    group.add_argument("--since", type=instant, metavar="TIME", help="published since: 7d, a date")
    parser.add_argument("--limit", type=count, default=20, metavar="N", help="default: 20")
    parser.add_argument("--json", action="store_true", help="one a line")


def run(options: argparse.Namespace) -> int:
    return asyncio.run(_search(options))


async def _search(options: argparse.Namespace) -> int:
    from services.store.postgres import session
    from services.store.search import search

    async with session(connections.database_url(options)) as connection:
        found = await search(connection, _wanted(options))
    style = Style.of(sys.stdout)
    for one in found:
        print(_as_json(one) if options.json else drawn(one, style, terminal_width()))
    if not found:
        print("wortlaut: nothing was found", file=sys.stderr)
    elif len(found) == options.limit:
        print(f"wortlaut: the newest {len(found)}; --limit shows more", file=sys.stderr)
    return 0 if found else 1


def _wanted(options: argparse.Namespace) -> Wanted:
    from services.store.search import Wanted

    return Wanted(
        options.words,
        options.speaker,
        options.outlet,
        options.language,
        options.type,
        options.denied,
        options.since,
        options.limit,
    )


def drawn(found: Found, style: Style, width: int) -> str:
    """A line on who and when, the words, and where they stand."""
    who = neutral(found.who or "nobody named")
    role = f", {neutral(found.role)}" if found.role and found.role not in who else ""
    how = style.red(found.how) if found.is_denied else style.dim(found.how)
    words = f"„{found.text}“" if found.is_direct else found.text
    body = [style.link(f"  {line}", found.link) for line in folded(words, width - 2)]
    place = f"{found.at:%Y-%m-%d}  {found.outlet}  {cut(found.title or found.url, width - 40)}"
    head = f"{style.bold(who)}{role}  {how}"
    return "\n".join([head, *body, style.dim(f"  {neutral(place)}  {str(found.id)[:8]}"), ""])


def _as_json(found: Found) -> str:
    return json.dumps({**asdict(found), "link": found.link}, default=str, ensure_ascii=False)
