"""How far the stream is: from the services' own metrics, and from the rows in Postgres."""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.store.connection import Connection


@dataclass(frozen=True, slots=True)
class Progress:
    """`stored` counts articles and pages that gave none; `missing` what was announced and is not
    there yet.
    """

    fetched: int
    parsed: int
    stored: int
    quotes: int
    claims: int
    missing: int
    dead: int

    def line(self, expected: int) -> str:
        return (
            f"fetched {self.fetched}/{expected}   parsed {self.parsed}/{expected}   "
            f"stored {self.stored}/{expected}   quotes {self.quotes}   claims {self.claims}"
            + (f"   dead letters {self.dead}" if self.dead else "")
        )

    def is_complete(self, expected: int) -> bool:
        return self.stored + self.dead >= expected and self.missing == 0


async def progress(ports: Mapping[str, int], connection: Connection) -> Progress:
    from services.store import queries

    fetcher, parser = await asyncio.gather(
        asyncio.to_thread(_metrics, ports["fetcher"]), asyncio.to_thread(_metrics, ports["parser"])
    )
    announced = await queries.announced(connection)
    rows = await queries.counts(connection)
    return Progress(
        fetched=_sum(fetcher, "wortlaut_fetches_total", kind="article", outcome="ok"),
        parsed=_sum(parser, "wortlaut_parses_total"),
        stored=rows["articles"] + rows["outcomes"],
        quotes=rows["quotes"],
        claims=rows["claims"],
        missing=announced - rows["quotes"] - rows["claims"],
        dead=_sum(parser, "wortlaut_dead_letters_total"),
    )


Samples = list[tuple[str, dict[str, str], float]]


def _metrics(port: int) -> Samples:
    from prometheus_client.parser import text_string_to_metric_families

    url = f"http://127.0.0.1:{port}/metrics"
    with urllib.request.urlopen(url, timeout=5) as answer:
        text = answer.read().decode()
    families = text_string_to_metric_families(text)
    return [(s.name, s.labels, s.value) for family in families for s in family.samples]


def _sum(samples: Samples, name: str, **labels: str) -> int:
    return int(
        sum(value for n, have, value in samples if n == name and labels.items() <= have.items())
    )
