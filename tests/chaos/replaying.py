"""Dead letters after a fix: replayed by the command, stored, and nobody else notices.

Two things are wrong during the whole run. The parsers' task hangs, eats and crashes on some pages,
and the database has constraints that a hurried operator might have added: they refuse the article
of one page, the quote of a second and the claim of a third. After the run both are put right.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import signal
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from schemas.topics import ARTICLES, CLAIMS, GROUPS, PUBLIC, QUOTES
from services.local import letters
from services.local.__main__ import main as wortlaut
from services.runtime.dead_letters import PREFIX
from services.runtime.lag.cluster import Cluster
from services.runtime.lag.settings import LagSettings
from services.store import queries
from services.store.postgres import session
from tests.chaos.checks import Check
from tests.chaos.flow import Flow, page
from tests.chaos.machine import PARSERS, SAMPLE, Machine, eventually
from tests.chaos.tasks import CRASHES, EATS, HANGS
from tests.support.consuming import everything_in

if TYPE_CHECKING:
    from services.local.letters import Letter

SECONDS: Final = 300.0
PLAIN_PARSER: Final = "services.parser"
ENDS: Final = {HANGS: "no answer within", EATS: "MemoryError", CRASHES: "SIGSEGV"}
_ROWS: Final = (
    "SELECT 'revisions ' || article_id || revision AS id, r.xmin::text || md5(r::text) AS state "
    "FROM revisions AS r UNION ALL SELECT 'quotes ' || id, q.xmin::text || md5(q::text) "
    "FROM quotes AS q UNION ALL SELECT 'claims ' || id, c.xmin::text || md5(c::text) "
    "FROM claims AS c"
)


@dataclass(frozen=True, slots=True)
class Refused:
    """By table the page whose row a constraint refuses, and the text that the row has."""

    article: int
    quote: int
    claim: int

    @property
    def constraints(self) -> Mapping[str, str]:
        return {
            "revisions": rf"Neubau Nummer {self.article}\M",
            "quotes": rf"Neubau Nummer {self.quote}\M",
            "claims": rf"Neubau Nummer {self.claim}\M",
        }


def refused(flow: Flow) -> Refused:
    """Pages whose URL no second text follows."""
    return Refused(flow.urls - 1, flow.urls - 2, flow.urls - 3)


async def refuse(machine: Machine, flow: Flow) -> None:
    async with session(machine.database_url) as connection:
        for table, pattern in refused(flow).constraints.items():
            await connection.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT hurried CHECK (text !~ '{pattern}')"
            )


async def _allow(machine: Machine) -> None:
    async with session(machine.database_url) as connection:
        for table in ("revisions", "quotes", "claims"):
            await connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT hurried")


# -- before the fix ------------------------------------------------------------------------------


async def is_settled(machine: Machine, flow: Flow) -> bool:
    """All is stored but what is refused, and no group has anything left to read."""
    async with session(machine.database_url) as connection:
        rows = await queries.counts(connection)
        missing = await queries.audit(connection)
    return (
        rows["revisions"] == flow.pages + SAMPLE - 1
        and len(missing) == len(refused(flow).constraints) - 1  # of the refused article nothing
        and await _all_is_read(machine)
    )


async def _all_is_read(machine: Machine) -> bool:
    cluster = Cluster(machine.node.address)
    await cluster.open()
    try:
        watched = LagSettings().watched
        ours = {group: watched[group] for group in GROUPS}
        return not any(standing.lag for standing in await cluster.standings(ours))
    finally:
        await cluster.close()


# -- the fix, and what must hold after it --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """`rows`: every row's own words and the transaction that wrote them last."""

    rows: Mapping[str, str]
    events: Counter[tuple[str, bytes | None]]
    letters: Sequence[Letter]

    @property
    def open_letters(self) -> list[Letter]:
        return [letter for letter in self.letters if letter.mark is None]


async def _seen(machine: Machine) -> Seen:
    async with session(machine.database_url) as connection:
        rows = {row["id"]: row["state"] for row in await connection.fetch(_ROWS)}
    servers = machine.node.address
    published = await everything_in(servers, *(topic.name for topic in PUBLIC))
    events = Counter((record.topic, record.key) for record in published)
    return Seen(rows, events, await letters.letters(servers))


async def replayed(machine: Machine, flow: Flow) -> list[Check]:
    """Fixes both, replays what can be stored now, then what cannot, and drops that."""
    before = await _seen(machine)
    audited = await _command(machine, "audit", "--database-url", machine.database_url)
    await _fix(machine)
    told = await _command(machine, "dead-letters", "replay", "--reason", "poison")
    await eventually(lambda: _is_whole(machine, flow), SECONDS, "not all was stored after replay")
    fixed = await _seen(machine)
    await _command(machine, "dead-letters", "replay", "--all")
    await eventually(lambda: _came_back(machine, fixed), SECONDS, "poison did not come back")
    again = await _seen(machine)
    await _command(machine, "dead-letters", "drop", "--all")
    code, left = await _command(machine, "dead-letters", "list", "--json")
    return [
        *_causes(flow, before),
        Check("before the fix, wortlaut audit says what is missing", *_missing(flow, audited)),
        *_stored(flow, before, fixed, told[1]),
        *_unfixable(fixed, again),
        Check(
            "dropped letters are off the list",
            code == 0 and left == "",
            f"{len(again.open_letters)} dropped, {len(left.splitlines())} still listed",
        ),
    ]


async def _command(machine: Machine, name: str, *arguments: str) -> tuple[int, str]:
    """Its exit code, and what it printed."""
    where = [] if name == "audit" else ["--bootstrap-servers", machine.node.address]
    printed = io.StringIO()

    def run() -> int:
        with contextlib.redirect_stdout(printed):
            return wortlaut([name, *arguments, *where])

    return await asyncio.to_thread(run), printed.getvalue()


async def _fix(machine: Machine) -> None:
    await _allow(machine)
    machine.parser = PLAIN_PARSER
    for name in PARSERS:
        await machine.end(name, signal.SIGTERM)
        await machine.start(name)


async def _is_whole(machine: Machine, flow: Flow) -> bool:
    async with session(machine.database_url) as connection:
        rows = await queries.counts(connection)
        is_there = rows["revisions"] >= flow.pages + SAMPLE + len(flow.nasty)
        return is_there and not await queries.audit(connection) and await _all_is_read(machine)


async def _came_back(machine: Machine, before: Seen) -> bool:
    now = await letters.letters(machine.node.address)
    open_letters = [letter for letter in now if letter.mark is None]
    return len(open_letters) >= len(before.open_letters) and await _all_is_read(machine)


def _causes(flow: Flow, seen: Seen) -> Iterator[Check]:
    """Each evil page's letter says how it ended its worker: the evidence that it did."""
    for how, words in ENDS.items():
        keys = {str(page.article_id).encode() for page in flow.nasty if how in page.url}
        said = {letter.key: letter.told("error") for letter in seen.letters if letter.key in keys}
        yield Check(
            f"a page that {how}: its worker's end is in the dead letter",
            said.keys() == keys and all(words in error for error in said.values()),
            f"{len(said)} of {len(keys)}: {next(iter(said.values()), 'none'):.60}",
        )


def _missing(flow: Flow, audited: tuple[int, str]) -> tuple[bool, str]:
    code, printed = audited
    wanted = refused(flow)
    named = [n for n in (wanted.quote, wanted.claim) if f"/haus/{n % flow.urls} " in printed]
    lines = printed.splitlines()
    return (code, len(named), len(lines)) == (1, 2, 3), f"exit code {code}: {lines[-1]}"


def _stored(flow: Flow, before: Seen, after: Seen, told: str) -> Iterator[Check]:
    added = Counter(name.partition(" ")[0] for name in after.rows.keys() - before.rows.keys())
    pages = len(flow.nasty)
    wanted = {"revisions": 1 + pages, "quotes": 1 + 2 * pages, "claims": 1 + 2 * pages}
    yield Check(
        "after a fix, wortlaut dead-letters replay stores what was missing",
        added == wanted,
        f"{told.strip()}; rows added: {dict(added)}",
    )
    changed = [name for name, state in before.rows.items() if after.rows.get(name) != state]
    yield Check(
        "and changes nothing else",
        not changed,
        f"{len(before.rows)} rows there before, {len(changed)} written again",
    )
    keys = {str(page.article_id).encode() for page in flow.nasty}
    new = after.events - before.events
    others = [place for place in new if place[1] not in keys]
    results = {ARTICLES.name, QUOTES.name, CLAIMS.name}
    yield Check(
        "and reaches no other subscriber",
        not others and {topic for topic, _ in new} == results,
        f"{new.total()} new events in public topics, {len(others)} but those of the pages that "
        "can be parsed now",
    )


def _unfixable(before: Seen, after: Seen) -> Iterator[Check]:
    was, now = (Counter(map(_original, seen.open_letters)) for seen in (before, after))
    yield Check(
        "what no fix helps comes back with its bytes, and changes nothing",
        was == now and before.rows == after.rows and before.events == after.events,
        f"{was.total()} replayed, {now.total()} are dead letters again",
    )


def _original(letter: Letter) -> tuple[Any, ...]:
    kept = tuple((k, v) for k, v in letter.headers if not k.startswith(PREFIX))
    return (letter.topic, letter.key, letter.value, kept)


def expected_letters(flow: Flow) -> set[bytes]:
    """Keys of the pages of which a constraint refuses something."""
    wanted = refused(flow)
    numbers = (wanted.article, wanted.quote, wanted.claim)
    return {str(page(number, flow.urls).article_id).encode() for number in numbers}
