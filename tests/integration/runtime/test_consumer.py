"""The promise: effects before commits, one bad record costs only itself, nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from schemas import Message, PageFetched, encode
from schemas.topics import PAGES, PAGES_BACKFILL, dead_letters, retries
from services.runtime.errors import Retryable, Unprocessable
from services.runtime.received import Received, Rejected
from tests.support.consuming import consuming, everything_in, make_topics
from tests.support.events import a_page, a_quote
from tests.support.stack import until

DLQ = dead_letters(PAGES.name, "parser").name
PAGE_TYPE = ("ce_type", b"wortlaut.page.fetched.v1")


class Handling:
    """Keeps what it was given; fails as it is told."""

    def __init__(self) -> None:
        self.urls: list[str] = []
        self.batches = 0
        self.fail_times = 0
        self.error: Exception = Retryable("the database is away")
        self.poison: set[str] = set()
        self.rejects: set[str] = set()

    async def __call__(self, batch: Sequence[Received]) -> Sequence[Rejected]:
        self.batches += 1
        if self.fail_times > 0:
            self.fail_times -= 1
            raise self.error
        pages = [r.event for r in batch if isinstance(r.event, PageFetched)]
        if self.poison & {page.url for page in pages}:
            raise Unprocessable("poison in it")
        rejected = [r for r in batch if getattr(r.event, "url", None) in self.rejects]
        self.urls += [page.url for page in pages if page.url not in self.rejects]
        return [Rejected(r, Unprocessable("not this one")) for r in rejected]


def url(number: int) -> str:
    return f"https://zeitung.example/{number}"


def pages(count: int) -> list[PageFetched]:
    return [a_page(url=url(number)) for number in range(count)]


async def test_what_is_sent_is_handled_once_and_committed(broker: str) -> None:
    await make_topics(broker)
    handling = Handling()

    async with consuming(broker, handling) as seen:
        await seen.send(*pages(30))
        await seen.until_handled("ok", 30)

        async def all_committed() -> bool:
            return await seen.committed(PAGES.name) == 30

        await until(all_committed)
    assert sorted(handling.urls) == sorted(url(n) for n in range(30))


async def test_a_transient_failure_is_tried_again_and_nothing_is_lost(broker: str) -> None:
    await make_topics(broker)
    handling = Handling()
    handling.fail_times = 3

    async with consuming(broker, handling) as seen:
        await seen.send(*pages(10))
        await seen.until_handled("ok", 10)

        assert seen.metric("wortlaut_retries_total", stage="parser", reason="transient") == 3

        async def is_ready() -> bool:
            return not await seen.health.problems()

        await until(is_ready)  # with its commit, which follows the count
    assert set(handling.urls) == {url(n) for n in range(10)}
    assert await everything_in(broker, DLQ) == []


async def test_while_it_fails_it_is_not_ready_and_commits_nothing(broker: str) -> None:
    await make_topics(broker)
    handling = Handling()
    handling.fail_times = 1000

    async with consuming(broker, handling) as seen:
        await seen.send(*pages(3))
        await seen.until_handled("retried", 3)

        assert "the database is away" in (await seen.health.problems())["batch"]
        assert await seen.committed(PAGES.name) == 0


@pytest.mark.parametrize(
    ("value", "headers", "reason"),
    [
        (b"{not json", (PAGE_TYPE,), b"decode"),
        (b"{}", (PAGE_TYPE,), b"schema"),
        (b"{}", (), b"schema"),
        (b"{}", (PAGE_TYPE, ("x", b"\xff\xfe")), b"decode"),
        (b"{}", (PAGE_TYPE, ("x", None)), b"decode"),
        (None, (PAGE_TYPE,), b"decode"),
    ],
)
async def test_a_bad_record_goes_to_the_dead_letters_as_it_came(
    broker: str, value: bytes | None, headers: tuple[tuple[str, bytes], ...], reason: bytes
) -> None:
    await make_topics(broker)
    handling = Handling()

    async with consuming(broker, handling) as seen:
        await seen.send_raw(Message(PAGES.name, b"k", value, headers))
        await seen.send(*pages(3))
        await seen.until_handled("ok", 3)
        await seen.until_handled("dead", 1)
    (dead,) = await everything_in(broker, DLQ)
    assert (dead.key, dead.value) == (b"k", value)
    assert dead.headers[: len(headers)] == headers
    told = dict(dead.headers)
    assert told["x-dlq-reason"] == reason
    assert told["x-dlq-topic"] == PAGES.name.encode()
    assert told["x-dlq-error"]


async def test_a_poisonous_event_is_found_by_halving_and_buried_alone(broker: str) -> None:
    await make_topics(broker)
    handling = Handling()
    handling.poison = {url(7)}

    async with consuming(broker, handling) as seen:
        await seen.send(*pages(20))
        await seen.until_handled("dead", 1)
        await seen.until_handled("ok", 19)
    (dead,) = await everything_in(broker, DLQ)
    assert dead.value == encode(a_page(url=url(7)), "/test").value
    assert set(handling.urls) == {url(n) for n in range(20)} - {url(7)}


async def test_what_the_handler_rejects_is_buried_without_the_rest(broker: str) -> None:
    await make_topics(broker)
    handling = Handling()
    handling.rejects = {url(2)}

    async with consuming(broker, handling) as seen:
        await seen.send(*pages(5))
        await seen.until_handled("dead", 1)
        await seen.until_handled("ok", 4)
    assert len(await everything_in(broker, DLQ)) == 1


async def test_an_unknown_failure_is_blamed_on_the_record_after_five_tries(broker: str) -> None:
    await make_topics(broker)
    handling = Handling()
    handling.fail_times = 1000
    handling.error = ZeroDivisionError("a bug")

    async with consuming(broker, handling) as seen:
        await seen.send(*pages(1))
        await seen.until_handled("dead", 1)

        assert seen.metric("wortlaut_retries_total", stage="parser", reason="unknown") == 5
    (dead,) = await everything_in(broker, DLQ)
    assert dict(dead.headers)["x-dlq-reason"] == b"exhausted"
    assert dict(dead.headers)["x-dlq-error-type"] == b"ZeroDivisionError"


async def test_no_record_is_blamed_while_something_that_is_needed_does_not_answer(
    broker: str,
) -> None:
    await make_topics(broker)
    handling = Handling()
    handling.fail_times = 1000
    handling.error = ZeroDivisionError("for want of what is away")

    async def away() -> None:
        raise ConnectionRefusedError

    async with consuming(broker, handling) as seen:
        seen.health.require("postgres", away)
        await seen.send(*pages(1))
        await seen.until_handled("retried", 6)

        assert seen.handled("dead") == 0
    assert await everything_in(broker, DLQ) == []


async def test_the_breaker_holds_the_partitions_before_a_topic_is_drained(broker: str) -> None:
    await make_topics(broker)
    bad = [Message(PAGES.name, b"%d" % n, b"{", (PAGE_TYPE,)) for n in range(400)]

    async with consuming(broker, Handling(), batch_records=20) as seen:
        await seen.send_raw(*bad)

        async def held() -> bool:
            return seen.metric("wortlaut_kafka_paused", group="parser") == 1

        await until(held)
        assert "breaker" in await seen.health.problems()
    assert len(await everything_in(broker, DLQ)) < 100


async def test_an_event_of_a_later_version_is_skipped_and_counted(broker: str) -> None:
    await make_topics(broker)
    newer = Message(PAGES.name, b"k", b"{}", (("ce_type", b"wortlaut.page.fetched.v7"),))

    async with consuming(broker, Handling()) as seen:
        await seen.send_raw(newer)
        await seen.send(*pages(1))
        await seen.until_handled("ok", 1)

        assert seen.handled("skipped") == 1
    assert await everything_in(broker, DLQ) == []


async def test_retries_are_read_by_their_group_and_die_under_the_first_topics_name(
    broker: str,
) -> None:
    await make_topics(broker)
    retry = retries(PAGES.name, "parser").name

    async with consuming(broker, Handling()) as seen:
        await seen.send_raw(Message(retry, b"k", b"{", (PAGE_TYPE,)))
        await seen.until_handled("dead", 1)
    (dead,) = await everything_in(broker, DLQ)
    assert dict(dead.headers)["x-dlq-topic"] == PAGES.name.encode()


async def test_a_batch_in_hand_is_finished_and_committed_when_the_service_stops(
    broker: str,
) -> None:
    await make_topics(broker)
    begun, may_end = asyncio.Event(), asyncio.Event()
    done: list[int] = []

    async def slow(batch: Sequence[Received]) -> Sequence[Rejected]:
        begun.set()
        await may_end.wait()
        done.append(len(batch))
        return []

    async with consuming(broker, slow) as seen:
        await seen.send(*pages(1))
        await begun.wait()
        asyncio.get_running_loop().call_later(0.3, may_end.set)
    async with consuming(broker, Handling()) as after:
        assert await after.committed(PAGES.name) == 1
    assert done == [1]


async def test_a_batch_is_cut_where_it_grows_too_large(broker: str) -> None:
    await make_topics(broker)
    sizes: list[int] = []

    async def measure(batch: Sequence[Received]) -> Sequence[Rejected]:
        sizes.append(sum(len(r.record.value or b"") for r in batch))
        return []

    large = [a_page("x" * 4_000_000, url=url(n)) for n in range(12)]
    async with consuming(broker, measure) as seen:
        await seen.send(*large)
        await seen.until_handled("ok", 12, within=40)
    assert max(sizes) <= 32 * 1024 * 1024


async def test_a_wrong_event_on_a_topic_is_still_an_event(broker: str) -> None:
    """The consumer decodes by type; whether it belongs there is the handler's to say."""
    await make_topics(broker)
    quote = encode(a_quote(), "/test")
    kinds: list[str] = []

    async def note(batch: Sequence[Received]) -> Sequence[Rejected]:
        kinds.extend(r.event.ce_type for r in batch)
        return []

    async with consuming(broker, note) as seen:
        await seen.send_raw(Message(PAGES.name, quote.key, quote.value, quote.headers))
        await seen.until_handled("ok", 1)
    assert kinds == ["wortlaut.quote.extracted.v1"]


async def test_a_backfill_rests_while_live_pages_wait_and_goes_on_after(broker: str) -> None:
    await make_topics(broker)
    order: list[str] = []

    async def slowly(batch: Sequence[Received]) -> Sequence[Rejected]:
        await asyncio.sleep(0.1)
        order.extend(received.record.topic for received in batch)
        return []

    async with consuming(broker, slowly, batch_records=2, urgent_records=4) as seen:
        old = [encode(page, "/test") for page in pages(40)]
        await seen.send_raw(*(replace(m, topic=PAGES_BACKFILL.name) for m in old))
        await seen.until_handled("ok", 2)
        await seen.send(*pages(40))

        async def rests() -> bool:
            return seen.metric("wortlaut_kafka_giving_way", group="parser") == 1

        await until(rests)
        await seen.until_handled("ok", 80)

        assert set(order[-20:]) == {PAGES_BACKFILL.name}, "the live ones came first"
        assert order.count(PAGES_BACKFILL.name) == order.count(PAGES.name) == 40
        assert not await rests()
