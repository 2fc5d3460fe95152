"""What must hold when the dust has settled; each check says what it counted."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from schemas import UndecodableError, decode
from schemas.topics import ARTICLES, CLAIMS, QUOTES
from services.local.tables import migrate
from services.runtime.dead_letters import PREFIX
from services.store import queries
from services.store.postgres import session
from tests.chaos.checks import Check
from tests.chaos.errors import NotBittenError
from tests.chaos.flow import Flow, letters_of
from tests.chaos.machine import SAMPLE, STORES, Machine, eventually
from tests.chaos.replaying import expected_letters
from tests.support.apache import run_tool
from tests.support.consuming import everything_in

if TYPE_CHECKING:
    from aiokafka import ConsumerRecord

    Records = list[ConsumerRecord[bytes | None, bytes | None]]

NUMBERS: Final = (
    "SELECT (regexp_match(text, 'Neubau Nummer (\\d+)'))[1]::int AS number, count(*) AS rows "
    "FROM {table} WHERE text LIKE '%Neubau Nummer %' GROUP BY 1"
)
TWICE: Final = (
    "SELECT count(*) FROM (SELECT FROM {table} "
    "GROUP BY article_id, revision, text, spans HAVING count(*) > 1) AS twice"
)
REBUILD_SECONDS: Final = 180.0
GROUPS_COMMAND: Final = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"
LINES: Final = 100  # of one process in ten seconds
_WORK: Final = re.compile(r'"event": "(page\.fetched|page\.parsed|batch\.stored)"')
_SECONDS: Final = re.compile(r'"time": "[^"]*T(\d\d:\d\d:\d)')


async def is_complete(machine: Machine, flow: Flow, sample: int = SAMPLE) -> bool:
    async with session(machine.database_url) as connection:
        rows = await queries.counts(connection)
        return (
            rows["articles"] >= flow.urls + sample
            and rows["revisions"] >= flow.pages + sample
            and not await queries.audit(connection)
        )


async def counted(machine: Machine, flow: Flow, sample: int = SAMPLE) -> list[Check]:
    """Nothing lost, nothing twice."""
    servers = machine.kafka.bootstrap_servers
    sent = await everything_in(servers, ARTICLES.name, QUOTES.name, CLAIMS.name)
    rows = [check async for check in _rows(machine, flow, sample)]
    return [*rows, await _topics_against_rows(machine, sent)]


async def dead_letters(machine: Machine, flow: Flow) -> list[Check]:
    servers = machine.node.address
    topics = {message.topic for message in flow.poison}
    dead = await everything_in(servers, *(name for topic in topics for name in letters_of(topic)))
    return list(_dead_letters(flow, dead))


async def verdict(machine: Machine, flow: Flow, sample: int) -> list[Check]:
    return [*await counted(machine, flow, sample), *_readiness(machine), _quiet(machine)]


async def _rows(machine: Machine, flow: Flow, sample: int) -> AsyncIterator[Check]:
    async with session(machine.database_url) as connection:
        rows = await queries.counts(connection)
        audit = await queries.audit(connection)
        for table in ("revisions", "quotes"):
            found = await connection.fetch(NUMBERS.format(table=table))
            once = {row["number"] for row in found if row["rows"] == 1}
            yield Check(
                f"every page in exactly one row of {table}",
                once == set(range(flow.pages)) and len(found) == flow.pages,
                f"{flow.pages} pages, {len(once)} there once, {len(found) - len(once)} more often",
            )
        twice = [
            await connection.fetchval(TWICE.format(table=table)) for table in ("quotes", "claims")
        ]
    yield Check("no quote or claim twice", twice == [0, 0], f"{sum(twice)} twice")
    yield Check(
        "one article row a page's URL",
        rows["articles"] == flow.urls + sample and rows["outcomes"] == 0,
        f"{flow.urls} URLs and {sample} sample pages, {rows['articles']} rows, "
        f"{rows['outcomes']} outcomes",
    )
    yield Check("wortlaut audit", not audit, f"{len(audit)} revisions do not add up")


async def _topics_against_rows(machine: Machine, sent: Records) -> Check:
    """Whatever was published is stored, and nothing else is."""
    published = Counter(identity for record in sent if (identity := _identity(record)))
    async with session(machine.database_url) as connection:
        rows = await connection.fetch(
            "SELECT id::text AS id FROM quotes UNION ALL SELECT id::text FROM claims "
            "UNION ALL SELECT article_id::text || revision FROM revisions"
        )
    stored = Counter(row["id"] for row in rows)
    repeated = published.total() - len(published)
    return Check(
        "rows are the events published, each once",
        set(stored) == set(published) and stored.total() == len(stored),
        f"{published.total()} events, {repeated} of them repetitions, {stored.total()} rows",
    )


def _identity(record: ConsumerRecord[bytes | None, bytes | None]) -> str | None:
    try:
        decode(record)
    except UndecodableError:
        return None  # poison
    value: dict[str, str] = json.loads(record.value or b"")
    return value.get("id") or (value["article_id"] + value["revision"])


def _dead_letters(flow: Flow, dead: Records) -> Iterator[Check]:
    def original(record: ConsumerRecord[bytes | None, bytes | None]) -> tuple[object, ...]:
        kept = tuple((k, v) for k, v in record.headers if not k.startswith(PREFIX))
        return (record.topic, record.key, record.value, kept)

    found = Counter(map(original, dead))
    poisoned = {
        (name, message.key, message.value, message.headers)
        for message in flow.poison
        for name in letters_of(message.topic)
    }
    yield Check(
        "every poison record is a dead letter with its bytes, key and headers",
        poisoned <= set(found),
        f"{len(poisoned)} sent, {len(poisoned & set(found))} found",
    )
    nasty = {str(page.article_id).encode() for page in flow.nasty}
    others = set(found) - poisoned
    nasty_found = {key for _, key, _, _ in others if key in nasty}
    refused_keys = expected_letters(flow)
    refused_found = {key for _, key, _, _ in others if key in refused_keys}
    strangers = [entry for entry in others if entry[1] not in nasty | refused_keys]
    yield Check(
        "pages that hang, eat and crash cost one dead letter each",
        nasty_found == nasty,
        f"{len(nasty)} sent, {len(nasty_found)} found",
    )
    yield Check(
        "what a constraint refuses costs a dead letter each, and not its batch",
        refused_found == refused_keys,
        f"{len(refused_keys)} pages, {len(refused_found)} found",
    )
    yield Check(
        "nothing else is a dead letter",
        not strangers,
        f"{len(strangers)} others of {found.total()} letters: {strangers[:2]!r:.300}",
    )


async def rebuilt(machine: Machine, flow: Flow, sample: int) -> Check:
    """Into an empty database, by a group that has read nothing yet."""
    name = "a new group rebuilds the same database from the earliest offset, by checksum"
    before = await _checksums(machine)
    for store in STORES:
        await machine.end(store, signal.SIGTERM)
    group = ("--bootstrap-server", machine.node.address, "--delete", "--group", "store")
    await asyncio.to_thread(run_tool, GROUPS_COMMAND, *group)
    async with session(machine.postgres.url) as connection:
        await connection.execute("CREATE DATABASE rebuilt")
    machine.database = "rebuilt"
    await migrate(machine.database_url)
    started = time.monotonic()
    await machine.start(*STORES)
    try:
        await eventually(
            lambda: is_complete(machine, flow, sample), REBUILD_SECONDS, "not complete"
        )
    except NotBittenError as error:
        return Check(name, holds=False, counted=str(error))
    after = await _checksums(machine)
    differ = [one.name for one, other in zip(before, after, strict=True) if one != other]
    rows = sum(one.rows for one in after)
    told = (
        f"{rows} rows in {time.monotonic() - started:.0f} s, tables that differ: {differ or 'none'}"
    )
    return Check(name, not differ, told)


async def _checksums(machine: Machine) -> list[queries.Checksum]:
    async with session(machine.database_url) as connection:
        return await queries.checksums(connection)


def _readiness(machine: Machine) -> Iterator[Check]:
    lies, alarms = machine.lies(), machine.false_alarms()
    asked = sum(map(len, machine.samples.values()))
    yield Check(
        "readiness told the truth: nobody said yes who could not work",
        not lies,
        f"{asked} answers, {len(machine.windows)} outages, {len(lies)} untrue: {lies[:3]}",
    )
    calm = machine.calm_answers()
    yield Check(
        "readiness told the truth: nobody said no who could work",
        bool(calm) and not alarms,
        f"{calm} answers while nothing was wrong, {len(alarms)} untrue: {alarms[:3]}",
    )


def _quiet(machine: Machine) -> Check:
    """Of each process the loudest ten seconds, but for the line that each page or batch gets."""
    loudest = {name: _loudest(machine.log_since(name, 0).splitlines()) for name in machine.names}
    worst = max(loudest, key=lambda name: loudest[name])
    return Check(
        "no log flood",
        loudest[worst] <= LINES,
        f"at most {loudest[worst]} lines in ten seconds ({worst}) beside one a page and batch, "
        f"allowed {LINES}",
    )


def _loudest(lines: Sequence[str]) -> int:
    """A line that is no JSON belongs to the ten seconds of the one before it."""
    counts: Counter[str] = Counter()
    now = ""
    for line in lines:
        if found := _SECONDS.search(line):
            now = found[1]
        if not _WORK.search(line):
            counts[now] += 1
    return max(counts.values(), default=0)
