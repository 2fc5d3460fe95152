"""Every service and command over SASL_SSL, each permitted what the list says and no more."""

from __future__ import annotations

import asyncio
import shlex
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from services.local.database import EmbeddedPostgres
from services.local.permissions import permissions
from services.local.ports import free_port
from services.local.processes import Services, our_service
from services.local.site import SampleSite
from services.local.tables import migrate
from services.store.postgres import session
from tests.support.secure_kafka import ACLS, SecureKafka
from tests.support.stack import until

ARTICLES = 20  # of the sample site, at least


def wortlaut(*arguments: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "services.local", *arguments]
    path = str(Path(sys.executable).parent)
    return subprocess.run(
        command,
        env={"PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )


@pytest.fixture(scope="module")
def topics(kafka: SecureKafka) -> SecureKafka:
    """Made by the administrator, who then permits the others what the list says."""
    made = wortlaut("topics", "create", "--partitions", "2", environment=kafka.environment("admin"))
    assert made.returncode == 0, made.stderr
    assert made.stdout.count("made ") > 10
    kafka.run(ACLS, (shlex.split(permission.command) for permission in permissions()))
    return kafka


def test_the_stream_runs_with_a_user_for_each_service(topics: SecureKafka, tmp_path: Path) -> None:
    asyncio.run(_stream(topics, tmp_path))

    quotes = wortlaut("tail", "quotes", "--no-follow", environment=topics.environment("reader"))
    assert quotes.returncode == 0, quotes.stderr
    assert len(quotes.stdout.splitlines()) > ARTICLES


async def _stream(kafka: SecureKafka, folder: Path) -> None:
    async with AsyncExitStack() as stack:
        postgres = await stack.enter_async_context(EmbeddedPostgres())
        site = await stack.enter_async_context(SampleSite())
        url = postgres.url()
        await migrate(url)
        feeds = folder / "feeds.txt"
        feeds.write_text(f"{site.feed_url}\n", encoding="utf-8")
        await stack.enter_async_context(_services(kafka, url, feeds, folder))
        async with session(url) as connection:

            async def stored() -> bool:
                row = await connection.fetchrow("SELECT count(*) AS n FROM current_articles")
                return bool(row is not None and row["n"] >= ARTICLES)

            await until(stored, within=90)


@asynccontextmanager
async def _services(
    kafka: SecureKafka, database_url: str, feeds: Path, folder: Path
) -> AsyncIterator[None]:
    def one(name: str, module: str) -> tuple[str, dict[str, str], int]:
        port = free_port()
        return module, {
            **kafka.environment(name),
            "WORTLAUT_DATABASE_URL": database_url,
            "WORTLAUT_HTTP_PORT": str(port),
            "WORTLAUT_PARSER_WORKERS": "1",
            "WORTLAUT_FETCHER_FEEDS_FILE": str(feeds),
            "WORTLAUT_FETCHER_ALLOW_NETWORKS": "127.0.0.0/8",
        }, port  # fmt: skip

    users = {"fetcher": "fetcher", "parser": "parser", "store": "store", "lag": "runtime.lag"}
    async with Services(folder) as services:
        await services.start(*(our_service(*one(n, m)) for n, m in users.items()))
        yield


def test_a_reader_may_not_send(topics: SecureKafka, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("„Gut“, sagte Anna Berg am Montag in der Stadt.", "utf-8")

    refused = wortlaut("ingest", str(tmp_path), environment=topics.environment("reader"))

    assert refused.returncode == 3
    assert "TopicAuthorizationFailed" in refused.stderr
    assert refused.stderr.count("\n") == 1, refused.stderr


@pytest.mark.parametrize(
    ("command", "said", "code"),
    [
        (["tail", "quotes", "--no-follow"], "or stranger may not see it", 1),
        (["dead-letters", "list"], "Kafka does not permit it", 3),
    ],
)
def test_whoever_is_permitted_nothing_is_told_what_to_ask_for(
    topics: SecureKafka, command: list[str], said: str, code: int
) -> None:
    refused = wortlaut(*command, environment=topics.environment("stranger"))

    assert refused.returncode == code
    assert said in refused.stderr
    assert "wortlaut topics permissions" in refused.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"WORTLAUT_KAFKA_PASSWORD_FILE": "", "WORTLAUT_KAFKA_PASSWORD": "wrong"},
            "or its password",
        ),
        ({"WORTLAUT_KAFKA_SECURITY": "PLAINTEXT"}, "WORTLAUT_KAFKA_SECURITY"),
        ({"WORTLAUT_KAFKA_CA_FILE": ""}, "certificate"),
        ({"WORTLAUT_KAFKA_CA_FILE": "/none.pem"}, "/none.pem cannot be used for Kafka"),
        ({"WORTLAUT_KAFKA_USERNAME": ""}, "needs WORTLAUT_KAFKA_USERNAME"),
        ({"WORTLAUT_KAFKA_SECURITY": "TLS"}, "WORTLAUT_KAFKA_SECURITY: Input should be"),
    ],
)
def test_who_cannot_get_in_learns_why(
    topics: SecureKafka, changes: dict[str, str], said: str
) -> None:
    environment = {k: v for k, v in (topics.environment("reader") | changes).items() if v}
    started = time.monotonic()

    refused = wortlaut("tail", "quotes", "--no-follow", environment=environment)

    assert refused.returncode == 3
    assert said in refused.stderr, refused.stderr
    assert "correct horse" not in refused.stderr
    assert refused.stderr.count("\n") == 1, refused.stderr
    assert time.monotonic() - started < 60
