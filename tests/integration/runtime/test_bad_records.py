"""Whatever lies on a topic of ours: named, counted, kept as it came, and the next one handled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pytest

from schemas import Event, Message, encode
from schemas.topics import GROUPS, dead_letters
from services.runtime.errors import Unprocessable
from services.runtime.publisher import Publisher
from services.runtime.received import Received, Rejected
from tests.support.consuming import consuming, everything_in, make_topics
from tests.support.events import a_claim, a_page, a_quote, an_article

GOOD: Final[dict[str, Event]] = {
    "wortlaut.pages.v1": a_page(),
    "wortlaut.pages.backfill.v1": a_page(),
    "wortlaut.articles.v1": an_article(),
    "wortlaut.quotes.v1": a_quote(),
    "wortlaut.claims.v1": a_claim(),
}
READ: Final = [(topic.name, group) for group, topics in GROUPS.items() for topic in topics]
CUT_OFF: Final = b'{"article_id": "0c2aebb6'
WRONG: Final = b'{"article_id": "nobody"}'


def bad(topic: str, value: bytes | None, *headers: tuple[str, bytes]) -> Message:
    ce_type = ("ce_type", GOOD[topic].ce_type.encode())
    return Message(topic, b"key", value, (ce_type, *headers))


async def nothing(_: Sequence[Received]) -> Sequence[Rejected]:
    return []


@pytest.mark.parametrize(("topic", "group"), READ)
async def test_bad_records_of_every_kind_on_every_topic_cost_only_themselves(
    broker: str, topic: str, group: str
) -> None:
    await make_topics(broker)
    records = [
        bad(topic, CUT_OFF),
        bad(topic, b"\xff\xfe\x00"),
        bad(topic, WRONG),
        bad(topic, None),
        bad(topic, WRONG, ("x", b"\xff")),
        bad(topic, WRONG, ("x", None)),  # type: ignore[arg-type] # legal in Kafka
    ]
    good = encode(GOOD[topic], "/test")

    async with consuming(broker, nothing, group=group) as seen:
        await seen.send_raw(*records, Message(topic, good.key, good.value, good.headers))
        await seen.until_handled("ok", 1)
        await seen.until_handled("dead", len(records))
        reasons = {
            reason: seen.metric("wortlaut_dead_letters_total", stage=group, reason=reason)
            for reason in ("decode", "schema")
        }
    dead = await everything_in(broker, dead_letters(topic, group).name)
    assert sorted(map(str, (d.value for d in dead))) == sorted(str(r.value) for r in records)
    assert all(d.key == b"key" for d in dead)
    assert all(dict(d.headers)["x-dlq-error"] for d in dead)
    assert reasons == {"decode": 5, "schema": 1}


async def test_a_record_above_the_limit_is_refused_before_it_is_sent(broker: str) -> None:
    await make_topics(broker)

    async with consuming(broker, nothing) as seen:
        with pytest.raises(Unprocessable) as refused:
            await seen.send_raw(bad("wortlaut.pages.v1", b"x" * (10 * 1024 * 1024)))
        await seen.send(a_page())
        await seen.until_handled("ok", 1)
    assert refused.value.reason == "too_large"


async def test_a_publisher_that_is_not_open_says_so() -> None:
    from prometheus_client import CollectorRegistry

    from services.runtime.errors import Retryable
    from services.runtime.metrics import RuntimeMetrics
    from tests.support.consuming import settings_for

    metrics = RuntimeMetrics(CollectorRegistry(), "test", "test")
    publisher = Publisher(settings_for("127.0.0.1:1"), metrics)

    with pytest.raises(Retryable, match="not open"):
        await publisher.publish([bad("wortlaut.pages.v1", b"{}")])
