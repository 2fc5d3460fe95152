"""The store against Kafka Connect with the Debezium JDBC sink: quotes from a topic into a table.

`python -m benchmarks.peers.connect [--quotes N] [--quick] [--rounds N]`. Both read the same topic
of a real Apache Kafka (WORTLAUT_TOOLS) and write, with upserts, into tables with the same columns,
keys, indexes and partitions of one Postgres with fsync; every setting of grid.json is tried in one
warm worker. Rows a second are those between the first row and the last. Rows a core are those that
came while the processor time of the consuming process was counted, from a moment after the first;
what Postgres itself spent then is a column of its own. Needs Maven once, and javac.

The one difference in the tables: the sink knows no int[][], so its `spans` are jsonb.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from benchmarks.figures import machine
from benchmarks.memory import peak_mib
from schemas import encode
from schemas.topics import QUOTES, every_topic
from services.local.child import Child
from services.local.database import EmbeddedPostgres
from services.local.ports import free_port
from services.local.processes import our_service
from services.local.publishing import publishing
from services.runtime.provision import create_topics
from services.store.migrations import migrate
from services.store.postgres import session
from tests.support.apache import ApacheKafka, run_tool
from tests.support.events import a_quote, an_article

if TYPE_CHECKING:
    from services.store.postgres import Session

HERE: Final = Path(__file__).parent
PLUGIN: Final = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
CACHE: Final = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "wortlaut-peers"
TABLES: Final = {"store": "quotes", "connect": "peer_quotes"}
CHECKSUM: Final = (
    "SELECT sum(hashtextextended((to_jsonb(t) - 'stored_at' - 'spans')::text, 0)::numeric)::text "
    "FROM {table} AS t"
)
QUIET_SECONDS: Final = 240.0
TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Setting:
    """Of the sink: records a batch (and a poll), tasks, the driver's rewriting, its own buffer."""

    batch: int
    tasks: int
    rewrite: bool
    reduction: bool

    def __str__(self) -> str:
        extras = [w for w, on in (("rewrite", self.rewrite), ("buffer", self.reduction)) if on]
        return f"batch {self.batch:,}, {self.tasks} task(s), {', '.join(extras) or 'plain'}"


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    rows: int
    seconds: float
    counted: int  # rows that came while these seconds were counted
    cpu_seconds: float
    postgres_seconds: float
    peak_mib: float
    checksum: str  # of the rows; all must have written the same
    load: float

    @property
    def rows_per_second(self) -> float:
        return self.rows / self.seconds

    @property
    def rows_per_core(self) -> float:
        """A second of processor time of the process that moves the rows."""
        return self.counted / self.cpu_seconds

    @property
    def postgres_micros(self) -> float:
        """Processor time of the server for a row."""
        return self.postgres_seconds / self.counted * 1e6

    def __str__(self) -> str:
        return (
            f"| {self.name} | {self.rows_per_second:,.0f} | {self.rows_per_core:,.0f} "
            f"| {self.postgres_micros:.0f} | {self.peak_mib:.0f} | {self.load:.0f} |"
        )


def libraries() -> str:
    """The class path: the jars, by Maven, once; and our converter, compiled."""
    libs, classes = CACHE / "connect", CACHE / "classes"
    if not libs.exists():
        part = CACHE / "connect.part"
        pom, into = str(HERE / "pom.xml"), f"-DoutputDirectory={part}"
        command = ["mvn", "-B", "-q", "-f", pom, PLUGIN, "-DincludeScope=runtime", into]
        subprocess.run(command, check=True)
        part.rename(libs)
    classes.mkdir(parents=True, exist_ok=True)
    source = str(HERE / "EventConverter.java")
    subprocess.run(["javac", "-cp", f"{libs}/*", "-d", str(classes), source], check=True)
    return f"{libs}/*:{classes}"


async def fill(servers: str, quotes: int) -> None:
    """Ten quotes an article, as the parser would send them."""
    sentences = [f"Das ist der Satz mit der Nummer {n}" for n in range(10)]
    text = " ".join(f"„{sentence}“, sagte Verkehrsministerin Jana Vogt." for sentence in sentences)
    async with publishing(servers) as publisher:
        for number in range(quotes // 10):
            article = an_article(text, url=f"https://bench.example/{number}")
            events = [a_quote(article, sentence) for sentence in sentences]
            await publisher.publish(encode(event, "/benchmark") for event in events)


async def make_peer(url: str) -> None:
    """The same table again, but for the one column."""
    async with session(url) as connection:
        await connection.execute(
            "CREATE TABLE peer_quotes (LIKE quotes INCLUDING ALL) PARTITION BY HASH (article_id)"
        )
        await connection.execute("ALTER TABLE peer_quotes ALTER COLUMN spans TYPE jsonb USING NULL")
        for part in range(8):
            await connection.execute(
                f"CREATE TABLE peer_quotes_{part} PARTITION OF peer_quotes "
                f"FOR VALUES WITH (MODULUS 8, REMAINDER {part})"
            )


def cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


async def watched(url: str, name: str, side: str, rows: int, pid: int) -> Result:
    """From the first row to the last, as both times of storing and processor time have it."""
    table = TABLES[side]
    async with session(url) as connection:
        deadline = time.monotonic() + QUIET_SECONDS
        while not await connection.fetchval(f"SELECT EXISTS (SELECT FROM {table})"):
            await _patience(deadline, f"{name}: no row came")
        before, server = cpu(pid), await _server(connection)
        early = await connection.fetchval(f"SELECT count(*) FROM {table}")
        while await connection.fetchval(f"SELECT count(*) FROM {table}") < rows:
            await _patience(deadline, f"{name}: not all rows came")
        spent, after = cpu(pid) - before, await _server(connection)
        served = sum(spent - server.get(backend, 0.0) for backend, spent in after.items())
        seconds = await connection.fetchval(
            f"SELECT extract(epoch FROM max(stored_at) - min(stored_at))::float8 FROM {table}"
        )
        checksum = await connection.fetchval(CHECKSUM.format(table=table))
        await connection.execute(f"TRUNCATE {table}")
        await connection.execute("CHECKPOINT")
    counted = rows - early
    load = os.getloadavg()[0]
    return Result(name, rows, seconds, counted, spent, served, peak_mib(pid), checksum, load)


async def _server(connection: Session) -> dict[int, float]:
    """Processor time of every process of Postgres but the one that asks."""
    rows = await connection.fetch("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    return _cpu_of([row["pid"] for row in rows])


def _cpu_of(pids: Sequence[int]) -> dict[int, float]:
    return {pid: cpu(pid) for pid in pids if Path(f"/proc/{pid}").exists()}


async def _patience(deadline: float, otherwise: str) -> None:
    if time.monotonic() > deadline:
        raise TimeoutError(otherwise)
    await asyncio.sleep(0.05)


async def by_store(servers: str, url: str, rows: int, folder: Path, batch: int) -> Result:
    port = free_port()
    environment = {
        "WORTLAUT_BOOTSTRAP_SERVERS": servers,
        "WORTLAUT_DATABASE_URL": url,
        "WORTLAUT_HTTP_HOST": "127.0.0.1",
        "WORTLAUT_HTTP_PORT": str(port),
        "WORTLAUT_BATCH_RECORDS": str(batch),
        "WORTLAUT_SESSION_TIMEOUT_MS": "6000",
        "WORTLAUT_LOG_LEVEL": "WARNING",
    }
    service = our_service("store", environment, port)
    child = await Child.start(
        "store",
        service.command,
        log=folder / "store.log",
        environment={**os.environ, **service.environment},
        death_signal=signal.SIGKILL,
    )
    try:
        return await watched(url, f"store, batch {batch:,}", "store", rows, child.pid)
    finally:
        await child.stop(grace=20)
        await asyncio.to_thread(_forget_group, servers)


def _forget_group(servers: str) -> None:
    """So that the next round reads the topic from its beginning."""
    command = "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand"
    run_tool(command, "--bootstrap-server", servers, "--delete", "--group", "store")


@asynccontextmanager
async def a_worker(servers: str, folder: Path) -> AsyncIterator[tuple[Child, int]]:
    """A standalone Connect worker; connectors come and go by its REST interface."""
    port = free_port()
    settings = (HERE / "worker.properties").read_text("utf-8") + "".join(
        f"{name}={value}\n"
        for name, value in {
            "bootstrap.servers": servers,
            "listeners": f"http://127.0.0.1:{port}",
            "offset.storage.file.filename": folder / "offsets",
        }.items()
    )
    properties = folder / "worker.properties"
    properties.write_text(settings, "utf-8")
    java = ["java", "-Xms512m", "-Xmx1g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"]
    child = await Child.start(
        "connect",
        [*java, "-cp", await asyncio.to_thread(libraries),
         "org.apache.kafka.connect.cli.ConnectStandalone", properties],
        log=folder / "connect.log",
        environment={"PATH": os.environ["PATH"]},
        death_signal=signal.SIGKILL,
    )  # fmt: skip

    async def answers() -> bool:
        try:
            await asyncio.to_thread(_rest, port, "GET", "/connectors")
        except (OSError, RuntimeError):  # its door opens before there is anybody behind it
            return False
        return True

    try:
        await child.ready(answers, within=120, every=0.5)
        yield child, port
    finally:
        await child.stop(grace=10)


def _rest(port: int, method: str, path: str, body: Mapping[str, Any] | None = None) -> bytes:
    data = None if body is None else json.dumps(body).encode()
    headers = {"content-type": "application/json"}
    address = f"http://127.0.0.1:{port}{path}"
    request = urllib.request.Request(address, data, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            found: bytes = answer.read()
            return found
    except urllib.error.HTTPError as error:
        raise RuntimeError(f"{method} {path}: {error.read().decode()[:2000]}") from error


def connector(url: str, setting: Setting) -> dict[str, str]:
    at = urlsplit(url)
    rewrite = str(setting.rewrite).lower()
    return {
        "connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector",
        "tasks.max": str(setting.tasks),
        "topics": QUOTES.name,
        "connection.url": f"jdbc:postgresql://{at.hostname}:{at.port}{at.path}"
        f"?reWriteBatchedInserts={rewrite}&stringtype=unspecified",
        "connection.username": str(at.username),
        "connection.password": str(at.password),
        "insert.mode": "upsert",
        "primary.key.mode": "record_value",
        "primary.key.fields": "article_id,id",
        "schema.evolution": "none",
        "collection.name.format": TABLES["connect"],
        "batch.size": str(setting.batch),
        "use.reduction.buffer": str(setting.reduction).lower(),
        "consumer.override.max.poll.records": str(setting.batch),
        "consumer.override.auto.offset.reset": "earliest",
        "consumer.override.fetch.max.bytes": str(32 * 1024 * 1024),
        "consumer.override.max.partition.fetch.bytes": str(9 * 1024 * 1024),
    }


async def by_connect(
    worker: tuple[Child, int], url: str, rows: int, setting: Setting, name: str
) -> Result:
    child, port = worker
    body = {"name": name, "config": connector(url, setting)}
    await asyncio.to_thread(_rest, port, "POST", "/connectors", body)
    try:
        return await watched(url, f"Connect, {setting}", "connect", rows, child.pid)
    except TimeoutError:
        status = await asyncio.to_thread(_rest, port, "GET", f"/connectors/{name}/status")
        print(status.decode()[:3000], file=sys.stderr)
        raise
    finally:
        await asyncio.to_thread(_rest, port, "DELETE", f"/connectors/{name}")


def settings(form: str) -> list[Setting]:
    grid = json.loads((HERE / "grid.json").read_text("utf-8"))
    return [Setting(**each) for each in grid[form]]


async def measure(quotes: int, form: str, rounds: int, folder: Path) -> list[Result]:
    results: list[Result] = []

    def told(result: Result) -> None:
        results.append(result)
        print(result, flush=True)

    async with ApacheKafka(folder) as kafka, EmbeddedPostgres(durable=True) as postgres:
        servers, url = kafka.bootstrap_servers, postgres.url()
        await create_topics(servers, every_topic(), partitions=4)
        await migrate(url)
        await make_peer(url)
        await fill(servers, quotes)
        print(
            "| What | rows/s | rows/s a core | µs a row in Postgres | peak MiB | load |", flush=True
        )
        print("| --- | --- | --- | --- | --- | --- |", flush=True)
        for batch in (500, 2000):
            for _ in range(rounds):
                told(await by_store(servers, url, quotes, folder, batch))
        async with a_worker(servers, folder) as worker:
            numbered = enumerate([*settings("quick")[:1], *settings(form)])  # the first warms it
            for number, setting in numbered:
                result = await by_connect(worker, url, quotes, setting, f"sink-{number}")
                if number:
                    told(result)
                if number % 3 == 1:  # in between, as the machine's load drifts
                    told(await by_store(servers, url, quotes, folder, 500))
                    told(await by_store(servers, url, quotes, folder, 2000))
    return results


def best(results: Sequence[Result], side: str, by: Callable[[Result], float]) -> Result:
    return max((result for result in results if result.name.startswith(side)), key=by)


def _per_core(result: Result) -> float:
    return result.rows_per_core


def _by_the_clock(result: Result) -> float:
    return result.rows_per_second


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quotes", type=int, default=50_000)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rounds", type=int, default=2, help="of the store, before the sink")
    parser.add_argument("--json", type=Path, help="write the results there too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wortlaut-peers-") as folder:
        form = "quick" if options.quick else "full"
        found = asyncio.run(measure(options.quotes, form, options.rounds, Path(folder)))
    if len({result.checksum for result in found}) != 1:
        raise SystemExit("the rows differ: nothing was compared")
    print(f"\n{options.quotes:,} quotes; {machine()}")
    for measure_of, what in ((_per_core, "a core"), (_by_the_clock, "by the clock")):
        store, sink = (best(found, side, measure_of) for side in ("store", "Connect"))
        ratio = measure_of(store) / measure_of(sink)
        print(
            f"best {what}: {store.name} {measure_of(store):,.0f} rows/s, {sink.name} "
            f"{measure_of(sink):,.0f}: {ratio:.1f} ×"
        )
    if options.json:
        options.json.write_text(json.dumps([asdict(result) for result in found], indent=1))


if __name__ == "__main__":
    main()
