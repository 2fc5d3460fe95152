"""What the fetcher hears of its pages, from records as the parser makes them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from schemas import ArticleChecked, ArticleRejected, ArticleWithdrawn, Event, article_id, encode
from services.fetcher.fates import fate_of
from services.fetcher.model import Fate

AT = datetime(2026, 11, 24, 12, 0, 0, 123456, tzinfo=UTC)
ARTICLE = article_id("https://www.zeitung.de/a")
DLQ = "wortlaut.pages.v1.parser.dlq"


@dataclass(frozen=True)
class Record:
    topic: str
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]


def a_record(event: Event, topic: str | None = None) -> Record:
    message = encode(event, "/test")
    return Record(topic or message.topic, message.value, message.headers)


REJECTED = ArticleRejected(
    article_id=ARTICLE,
    fetched_at=AT,
    url="https://www.zeitung.de/a",
    reason="paywall",
    detail="asks for consent",
)
CHECKED = ArticleChecked(article_id=ARTICLE, fetched_at=AT, revision="0123456789abcdef")
ERASED = ArticleWithdrawn(article_id=ARTICLE, fetched_at=AT, reason="erased")


@pytest.mark.parametrize(
    ("event", "fate"),
    [
        (REJECTED, Fate(ARTICLE, AT, "rejected", "paywall: asks for consent")),
        (CHECKED, Fate(ARTICLE, AT, "checked", "unchanged")),
        (ERASED, Fate(ARTICLE, AT, "withdrawn", "erased")),
    ],
)
def test_what_the_parser_said_is_heard(event: Event, fate: Fate) -> None:
    assert fate_of(a_record(event)) == fate


def test_an_article_is_not_decoded_to_hear_that_it_was_parsed() -> None:
    headers = tuple((k, v if k != "ce_type" else b"wortlaut.article.parsed.v1")
                    for k, v in a_record(CHECKED).headers)  # fmt: skip

    assert fate_of(Record("wortlaut.articles.v1", b"{", headers)) == Fate(
        ARTICLE, AT, "parsed", "as an article"
    )


def test_a_dead_letter_tells_by_its_headers_though_its_value_is_unreadable() -> None:
    record = a_record(CHECKED, DLQ)
    told = (*record.headers, ("x-dlq-reason", b"timeout"), ("x-dlq-error", b"60 s"))

    fate = fate_of(replace(record, value=b"\xff", headers=told))

    assert fate == Fate(ARTICLE, AT, "dead", "timeout: 60 s")


@pytest.mark.parametrize(
    "record",
    [
        Record("wortlaut.articles.v1", b"{", ()),
        Record("wortlaut.articles.v1", None, (("ce_type", b"wortlaut.article.checked.v1"),)),
        Record("wortlaut.articles.v1", b"{}", (("ce_type", None),)),
        Record("wortlaut.articles.v1", b"{}", (("ce_type", b"wortlaut.article.parsed.v9"),)),
        Record(DLQ, b"{}", (("x-dlq-mark", b"replayed"),)),
        Record(DLQ, b"{}", (("ce_subject", b"x"), ("ce_time", b"2026-11-24T12:00:00Z"))),
        Record(DLQ, b"{}", (("ce_subject", str(ARTICLE).encode()), ("ce_time", b"soon"))),
        Record(DLQ, b"{}", (("ce_subject", str(ARTICLE).encode()), ("ce_time", b"2026-11-24"))),
    ],
)
def test_what_says_nothing_of_a_page_is_passed_over(record: Record) -> None:
    assert fate_of(record) is None
