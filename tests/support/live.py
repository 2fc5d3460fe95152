"""The stream on a broker that is given: topics, tables, parser and store, and an article in it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from schemas import PageFetched, encode
from schemas.topics import every_topic
from services.local.database import EmbeddedPostgres
from services.local.ports import free_port
from services.local.processes import Services, our_service
from services.local.publishing import publishing
from services.local.tables import migrate
from services.runtime.provision import create_topics
from services.store.postgres import session
from tests.support.events import a_page
from tests.support.stack import until

BRIDGE: Final = "https://zeitung.example/bruecke"
EXACT: Final = "Wir prüfen jeden Pfeiler 🔍 einzeln"
SPEAKER: Final = "Jana Vogt"
VANISHED: Final = "Das kostet uns keinen Cent"
# Emoji before, in and after the quote: each is two units of UTF-16, one code point, four bytes.
LEAD: Final = "Am Montag stand der Verkehr auf der Brücke in Musterstadt still 🚧🏗️🚗. "
QUOTED: Final = f"„{EXACT}“, sagte Verkehrsministerin {SPEAKER} 😀 in Berlin. "
REST: Final = (
    "Tom Berg, der Sprecher der Baufirma, bestritt, dass die Firma Schrauben gespart habe. "
    "Nach Angaben der Polizei waren mindestens 40 Lastwagen betroffen. "
    "Ein Beamter, der nicht genannt werden wollte, sagte, die Brücke sei seit Jahren marode."
)
EARLIER: Final = f"{LEAD}{QUOTED}„{VANISHED}“, sagte Tom Berg. {REST}"
LATER: Final = f"{LEAD}{QUOTED}{REST}"


@dataclass(frozen=True, slots=True)
class Live:
    bootstrap_servers: str
    database_url: str


def pages() -> list[PageFetched]:
    """Two revisions of one article."""
    now = datetime.now(UTC)
    return [
        a_page(text, url=BRIDGE, media_type="text/plain", fetched_at=at)
        for text, at in ((EARLIER, now - timedelta(hours=3)), (LATER, now - timedelta(hours=1)))
    ]


@asynccontextmanager
async def live(bootstrap_servers: str, folder: Path) -> AsyncIterator[Live]:
    async with AsyncExitStack() as stack:
        postgres = await stack.enter_async_context(EmbeddedPostgres())
        await create_topics(bootstrap_servers, every_topic(), partitions=4)
        await migrate(postgres.url())
        services = await stack.enter_async_context(Services(folder))
        environment = {
            "WORTLAUT_BOOTSTRAP_SERVERS": bootstrap_servers,
            "WORTLAUT_DATABASE_URL": postgres.url(),
            "WORTLAUT_SESSION_TIMEOUT_MS": "3000",
            "WORTLAUT_HEARTBEAT_INTERVAL_MS": "500",
            "WORTLAUT_PARSER_WORKERS": "1",
        }
        ports = {name: free_port() for name in ("parser", "store")}
        await services.start(
            *(
                our_service(name, {**environment, "WORTLAUT_HTTP_PORT": str(port)}, port)
                for name, port in ports.items()
            )
        )
        async with publishing(bootstrap_servers) as publisher:
            await publisher.publish(encode(page, "/test") for page in pages())
        await _stored(postgres.url(), 2)
        yield Live(bootstrap_servers, postgres.url())


async def _stored(database_url: str, revisions: int) -> None:
    async with session(database_url) as connection:

        async def complete() -> bool:
            row = await connection.fetchrow(
                "SELECT count(*) FILTER (WHERE quote_count = quotes) AS n FROM (SELECT "
                "r.quote_count, count(q.id) AS quotes FROM revisions AS r LEFT JOIN quotes AS q "
                "USING (article_id, revision) WHERE r.text IS NOT NULL GROUP BY r.article_id, "
                "r.revision, r.quote_count) AS counted"
            )
            return row is not None and int(row["n"]) == revisions

        await until(complete, within=60)
