"""Everything that runs: a broker, a database, two parsers, two stores and a fetcher."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient
from prometheus_client.parser import text_string_to_metric_families

from schemas.topics import every_topic
from services.local.ports import free_port
from services.local.processes import Service, Services, answers_ok, our_service
from services.local.site import SampleSite, article_paths
from services.local.tables import migrate
from services.runtime.provision import create_topics
from services.store.postgres import session
from tests.chaos.errors import NotBittenError
from tests.chaos.postgres import Postgres
from tests.chaos.proxy import Proxy
from tests.support.apache import ApacheKafka, Node

PARSERS: Final = ("parser-1", "parser-2")
STORES: Final = ("store-1", "store-2")
EVERYBODY: Final = ("fetcher", *PARSERS, *STORES)
NOTHING: Final[Mapping[str, str]] = {}
SESSION_SECONDS: Final = 6.0
PAGE_SECONDS: Final = 4
READY_SECONDS: Final = 120.0  # after a fault has been mended
GRACE_SECONDS: Final = 6.0  # a readiness check may take three seconds, and be asked just before
SAMPLE: Final = len(article_paths())
ENVIRONMENT: Final = {
    "WORTLAUT_SESSION_TIMEOUT_MS": str(int(SESSION_SECONDS * 1000)),
    "WORTLAUT_HEARTBEAT_INTERVAL_MS": "1000",
    "WORTLAUT_FETCH_MAX_WAIT_MS": "50",
    "WORTLAUT_BATCH_RECORDS": "100",
    "WORTLAUT_START_DEADLINE_SECONDS": "120",
    "WORTLAUT_LOG_FORMAT": "json",
    "WORTLAUT_HTTP_HOST": "127.0.0.1",
    "WORTLAUT_PARSER_WORKERS": "1",
    "WORTLAUT_PARSER_PAGE_SECONDS": str(PAGE_SECONDS),
    "WORTLAUT_PARSER_WORKER_MEMORY_MIB": "512",
    "WORTLAUT_FETCHER_ALLOW_NETWORKS": "127.0.0.0/8",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """What a service said of itself, to a question that takes its time."""

    at: float
    answered: float
    is_ready: bool


@dataclass(slots=True)
class Window:
    """From `since` to `until` these could not work, or all of them could."""

    names: Sequence[str]
    since: float
    until: float = float("inf")

    def holds(self, sample: Sample) -> bool:
        """Asked and answered within it."""
        return self.since <= sample.at and sample.answered < self.until


@dataclass(slots=True)
class Machine:
    folder: Path
    kafka: ApacheKafka
    postgres: Postgres
    proxy: Proxy | None
    services: Services
    ports: dict[str, int]
    feeds: Path
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    windows: list[Window] = field(default_factory=list)
    calm: list[Window] = field(default_factory=list)
    parser: str = "tests.chaos.parser"
    database: str = "postgres"
    environment: Mapping[str, str] = field(default_factory=lambda: ENVIRONMENT)

    @property
    def node(self) -> Node:
        return self.kafka.nodes[0]

    # -- services ----------------------------------------------------------------------------

    @property
    def bootstrap_servers(self) -> str:
        """What the services are told: the way through the proxy, if there is one."""
        if self.proxy is None:
            return self.kafka.bootstrap_servers
        return f"127.0.0.1:{self.node.ports.proxied}"

    @property
    def database_url(self) -> str:
        return self.postgres.url_of(self.database)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.ports)

    def pid(self, name: str) -> int:
        return self.services.child(name).pid

    async def start(self, *names: str) -> None:
        await self.services.start(*map(self._service, names), within=READY_SECONDS)

    async def end(self, name: str, how: signal.Signals) -> int:
        """Its exit code."""
        child = self.services.child(name)
        os.kill(child.pid, how)
        async with asyncio.timeout(60):
            return await child.wait()

    def _service(self, name: str) -> Service:
        kind = name.partition("-")[0]
        port = self.ports[name]
        environment = {
            **self.environment,
            "WORTLAUT_BOOTSTRAP_SERVERS": self.bootstrap_servers,
            "WORTLAUT_DATABASE_URL": self.database_url,
            "WORTLAUT_HTTP_PORT": str(port),
            "WORTLAUT_FETCHER_FEEDS_FILE": str(self.feeds),
        }
        made = our_service(kind, environment, port)
        module = self.parser if kind == "parser" else f"services.{kind}"
        return Service(name, [sys.executable, "-P", "-m", module], made.environment, port)

    def metric(self, name: str, of: str, **labels: str) -> float:
        """The sum over the series whose labels match; 0 of a service that does not answer."""
        address = f"http://127.0.0.1:{self.ports[of]}/metrics"
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                text = answer.read().decode()
        except OSError:
            return 0.0
        return sum(
            sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            if sample.name == name and labels.items() <= sample.labels.items()
        )

    def log_of(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def log_size(self, name: str) -> int:
        file = self.log_of(name)
        return file.stat().st_size if file.exists() else 0

    def log_since(self, name: str, size: int) -> str:
        with self.log_of(name).open("rb") as file:
            file.seek(size)
            return file.read().decode("utf-8", "replace")

    # -- what is known of it -----------------------------------------------------------------

    async def stored(self) -> int:
        async with session(self.postgres.url) as connection:
            count = "SELECT count(*) FROM revisions WHERE url LIKE 'https://zeitung.example/haus/%'"
            return int(await connection.fetchval(count))

    async def members(self, group: str) -> int:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.node.address)
        await admin.start()
        try:
            (described,) = await admin.describe_consumer_groups([group])
            return len(described.groups[0][5])
        finally:
            await admin.close()

    # -- readiness ---------------------------------------------------------------------------

    async def watch(self) -> None:
        """Asks each service again and again, as long as it runs."""
        await asyncio.gather(*(self._watch(name) for name in self.ports))

    async def _watch(self, name: str) -> None:
        samples = self.samples.setdefault(name, [])
        while True:
            asked = time.monotonic()
            is_ready = await answers_ok(self.ports[name], "/readyz")
            samples.append(Sample(asked, time.monotonic(), is_ready))
            await asyncio.sleep(0.5)

    @asynccontextmanager
    async def down(self, *names: str) -> AsyncIterator[None]:
        """While inside, these cannot work."""
        window = Window(names, time.monotonic() + GRACE_SECONDS)
        self.windows.append(window)
        try:
            yield
        finally:
            window.until = time.monotonic()

    async def rests(self, seconds: float) -> None:
        """Nothing is wrong for so long, and nothing to do."""
        started = time.monotonic()
        await asyncio.sleep(seconds)  # what is asked for: a time in which to be watched
        self.calm.append(Window(self.names, started, time.monotonic()))

    def calm_answers(self) -> int:
        return len(self._calm_samples())

    def false_alarms(self) -> list[tuple[str, float]]:
        """Services that said not to be ready though nothing was wrong."""
        return [(name, one.at) for name, one in self._calm_samples() if not one.is_ready]

    def _calm_samples(self) -> list[tuple[str, Sample]]:
        return [
            (name, sample)
            for window in self.calm
            for name in window.names
            for sample in self.samples.get(name, ())
            if window.holds(sample)
        ]

    def lies(self) -> list[tuple[str, float]]:
        """Services that said to be ready while they were not, and when the question was asked."""
        return [
            (name, sample.at)
            for window in self.windows
            for name in window.names
            for sample in self.samples.get(name, ())
            if sample.is_ready and window.holds(sample)
        ]

    def said(self, name: str, *, ready: bool, since: float) -> bool:
        """Whether it ever said so."""
        samples = self.samples[name]
        return any(one.is_ready is ready for one in samples if one.at >= since)

    async def until_ready(self) -> float:
        """Seconds until all of them say so, again."""
        started = time.monotonic()
        await eventually(self._all_ready, READY_SECONDS, "not everybody is ready again")
        return time.monotonic() - started

    async def _all_ready(self) -> bool:
        return all([await answers_ok(port, "/readyz") for port in self.ports.values()])


async def eventually(condition: Callable[[], object], within: float, otherwise: str) -> None:
    """Polls; NotBittenError with the words when it does not come true."""
    deadline = time.monotonic() + within
    while True:
        found = condition()
        if await found if asyncio.iscoroutine(found) else found:
            return
        if time.monotonic() > deadline:
            raise NotBittenError(f"{otherwise} ({within:g} s)")
        await asyncio.sleep(0.1)


@asynccontextmanager
async def a_machine(
    folder: Path,
    *,
    small_disk: bool,
    environment: Mapping[str, str] = NOTHING,
    start: Sequence[str] = EVERYBODY,
) -> AsyncIterator[Machine]:
    async with AsyncExitStack() as stack:
        kafka = await stack.enter_async_context(ApacheKafka(folder))
        ports = kafka.nodes[0].ports
        proxy = await stack.enter_async_context(Proxy(ports.proxied, ports.behind))
        postgres = await stack.enter_async_context(Postgres(folder / "postgres"))
        site = await stack.enter_async_context(SampleSite())
        await create_topics(kafka.bootstrap_servers, every_topic(), partitions=6)
        await migrate(postgres.url)
        if small_disk:
            await postgres.move_to_small_disk()
        feeds = folder / "feeds.txt"
        feeds.write_text(f"{site.feed_url}\n", "utf-8")
        services = await stack.enter_async_context(Services(folder))
        numbers = {name: free_port() for name in EVERYBODY}
        machine = Machine(folder, kafka, postgres, proxy, services, numbers, feeds)
        machine.environment = {**ENVIRONMENT, **environment}
        watching = asyncio.ensure_future(machine.watch())
        try:
            await machine.start(*start)
            yield machine
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
