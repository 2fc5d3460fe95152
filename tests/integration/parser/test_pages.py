"""A page goes in; an article, its quotes and its claims come out, or one clear reason why not."""

from __future__ import annotations

from collections import Counter

import pytest

from schemas import (
    ArticleChecked,
    ArticleParsed,
    ArticleRejected,
    ArticleWithdrawn,
    ClaimExtracted,
    Known,
    Message,
    PageFetched,
    QuoteExtracted,
    decode,
    encode,
)
from schemas.topics import ARTICLES, CLAIMS, PAGES, QUOTES
from services.parser.statements import engine
from tests.integration.parser import tasks
from tests.integration.parser.parsing_pages import DLQ, parsing
from tests.support.events import MONDAY, TEXT, a_gone_page, a_page, a_quote

PAGE_TYPE = ("ce_type", b"wortlaut.page.fetched.v1")
SPAN_TYPES = (QuoteExtracted, ClaimExtracted)


def url(number: object) -> str:
    return f"https://zeitung.example/{number}"


def html(text: str, title: str = "Brücke bleibt gesperrt") -> str:
    return f"<html lang=de><title>{title}</title><body><article><p>{text}</p></article></body>"


async def test_a_page_becomes_an_article_its_quotes_and_its_claims(broker: str) -> None:
    page = a_page()

    async with parsing(broker) as seen:
        await seen.feed(page)
        await seen.until(ok=1)
        records = await seen.records()
        assert seen.parses("ok") == 1
    assert {record.topic for record in records} == {ARTICLES.name, QUOTES.name, CLAIMS.name}
    assert {record.key for record in records} == {page.key}
    for record in records:
        headers = dict(record.headers)
        assert headers["ce_source"] == b"/wortlaut/parser"
        assert headers["ce_id"] == str(decode(record).event_id).encode()
        assert headers["ce_time"] == b"2026-03-02T09:30:00.000000Z"

    (article,) = (e for r in records if isinstance(e := decode(r), ArticleParsed))
    counts = Counter(record.topic for record in records)
    assert (article.quote_count, article.claim_count) == (counts[QUOTES.name], counts[CLAIMS.name])
    assert article.text == TEXT


async def test_every_span_slices_to_its_text_also_after_emoji_and_combining_marks(
    broker: str,
) -> None:
    text = f"👩\u200d🚒 Cafe\u0301, A\u0308rger 🎉🎉 und Zu\u0308ge. {TEXT}"

    async with parsing(broker) as seen:
        await seen.feed(a_page(html(text)))
        await seen.until(ok=1)
        events = await seen.events()
    (article,) = (event for event in events if isinstance(event, ArticleParsed))
    statements = [event for event in events if isinstance(event, SPAN_TYPES)]
    assert article.text.startswith("👩\u200d🚒 Café, Ärger")
    assert any(event.text == "Wir prüfen jeden Pfeiler" for event in statements)
    for event in statements:
        assert " ".join(article.text[s.start : s.end] for s in event.spans) == event.text
        assert article.text[: event.spans[0].start].endswith(event.prefix)


async def test_the_same_page_twice_gives_the_same_bytes(broker: str) -> None:
    async with parsing(broker) as seen:
        await seen.feed(a_page())
        await seen.until(ok=1)
        await seen.feed(a_page())
        await seen.until(ok=2)
        records = await seen.records()
    seen_times = Counter((r.topic, r.key, r.value, tuple(r.headers)) for r in records)
    assert set(seen_times.values()) == {2}


async def test_a_known_text_is_checked_and_nothing_else_is_sent(broker: str) -> None:
    async with parsing(broker) as seen:
        await seen.feed(a_page())
        await seen.until(ok=1)
        (first,) = (e for e in await seen.events() if isinstance(e, ArticleParsed))
        known = Known(revision=first.revision, engine_sequence=engine().sequence)
        later = MONDAY.replace(day=3)
        await seen.feed(a_page(fetched_at=later, known=known))
        await seen.until(ok=2)
        (checked,) = (e for e in await seen.events() if e.occurred_at == later)
        assert seen.parses("unchanged") == 1
    assert isinstance(checked, ArticleChecked)
    assert checked.revision == first.revision


async def test_a_known_text_read_by_an_older_engine_is_sent_anew(broker: str) -> None:
    async with parsing(broker) as seen:
        await seen.feed(a_page())
        await seen.until(ok=1)
        (first,) = (e for e in await seen.events() if isinstance(e, ArticleParsed))
        older = Known(revision=first.revision, engine_sequence=max(1, engine().sequence - 1))
        later = MONDAY.replace(day=3)
        await seen.feed(a_page(fetched_at=later, known=older))
        await seen.until(ok=2)
        again = [e for e in await seen.events() if e.occurred_at == later]
    is_older = older.engine_sequence < engine().sequence
    assert any(isinstance(event, ArticleParsed) for event in again) == is_older


@pytest.mark.parametrize("reason", ["gone", "not_found", "erased"])
async def test_a_page_that_is_gone_withdraws_its_article(broker: str, reason: str) -> None:
    gone = a_gone_page(reason=reason)  # type: ignore[arg-type] # from the list above

    async with parsing(broker) as seen:
        await seen.feed(gone)
        await seen.until(ok=1)
        (event,) = await seen.events()
    assert isinstance(event, ArticleWithdrawn)
    assert (event.article_id, event.reason) == (gone.article_id, reason)


async def test_an_event_of_another_kind_on_the_pages_topic_is_a_dead_letter(broker: str) -> None:
    quote = encode(a_quote(), "/test")

    async with parsing(broker) as seen:
        await seen.consuming.send_raw(Message(PAGES.name, quote.key, quote.value, quote.headers))
        await seen.feed(a_page())
        await seen.until(ok=1, dead=1)
        (dead,) = await seen.records(DLQ)
    assert b"does not belong on a topic of pages" in dict(dead.headers)["x-dlq-error"]


@pytest.mark.parametrize(
    ("value", "headers", "reason", "says"),
    [
        (b"{not json", (PAGE_TYPE,), b"decode", b"JSON"),
        (b'{"url": 3}', (PAGE_TYPE,), b"schema", b"Field required"),
        (b"{}", (PAGE_TYPE, ("trace", None)), b"decode", b"trace"),
        (b"{}", (PAGE_TYPE, ("trace", b"\xff")), b"decode", b"no UTF-8"),
    ],
)
async def test_a_broken_record_is_set_aside_and_the_next_page_is_parsed(
    broker: str,
    value: bytes,
    headers: tuple[tuple[str, bytes], ...],
    reason: bytes,
    says: bytes,
) -> None:
    async with parsing(broker) as seen:
        await seen.consuming.send_raw(Message(PAGES.name, b"k", value, headers))
        await seen.feed(a_page())
        await seen.until(ok=1, dead=1)
        (dead,) = await seen.records(DLQ)
        assert seen.parses("ok") == 1
    told = dict(dead.headers)
    assert told["x-dlq-reason"] == reason
    assert says in told["x-dlq-error"]
    assert dead.value == value


REJECTED = {
    "empty": ("", "no_content"),
    "blank": (" \n\t ", "no_content"),
    "frames": ("<html><frameset><frame src=a></frameset></html>", "no_content"),
    "links": ("<ul>" + "<li><a href=/>Ein Ressort</a></li>" * 40 + "</ul>", "no_content"),
    "list": ("<p>Montag, Dienstag, Mittwoch</p>" * 20, "not_article"),
    "deep": ("<div>" * 100_000 + "tief", "no_content"),
    "english": (
        html("The bridge will remain closed, the minister said on Monday. " * 4),
        "language",
    ),
    "noindex": (f"<meta name=robots content=noindex>{html(TEXT)}", "noindex"),
    "challenge": (html("Ray ID: 1", title="Just a moment..."), "bot_wall"),
}


async def test_what_is_no_article_is_rejected_by_name_and_the_rest_goes_on(broker: str) -> None:
    bad = [a_page(body, url=url(name)) for name, (body, _) in REJECTED.items()]
    good = [a_page(url=url(number)) for number in range(3)]

    async with parsing(broker) as seen:
        await seen.feed(*bad[:5], *good, *bad[5:])
        await seen.until(ok=len(bad) + len(good))
        events = await seen.events(ARTICLES.name)
        wanted = Counter(reason for _, reason in REJECTED.values())
        assert {reason: seen.parses(reason) for reason in wanted} == wanted
        assert await seen.records(DLQ) == []
    rejected = {e.url: e for e in events if isinstance(e, ArticleRejected)}
    reasons = {url(name): reason for name, (_, reason) in REJECTED.items()}
    assert {address: event.reason for address, event in rejected.items()} == reasons
    assert all(event.detail for event in rejected.values())
    assert sum(isinstance(event, ArticleParsed) for event in events) == 3


async def test_odd_characters_arrive_storable_and_in_place(broker: str) -> None:
    title = "Br\x1b[31mücke \udc80 &#0; \u202e gesperrt"
    odd = a_page(html(f"\x00 \ud800 Ein Satz\x1b[0m mit \u00adZei\u00adchen. {TEXT}", title))

    async with parsing(broker) as seen:
        await seen.feed(odd, a_page(url=url(2)))
        await seen.until(ok=2)
        events = await seen.events()
    (article,) = (e for e in events if isinstance(e, ArticleParsed) and e.url == odd.url)
    quotes = [e for e in events if isinstance(e, QuoteExtracted) and e.article.url == odd.url]
    assert article.title is not None
    assert "gesperrt" in article.title
    for text in (article.title, article.text):
        assert not [c for c in text if c == "\x00" or "\ud800" <= c <= "\udfff"]
    assert "mit Zeichen." in article.text
    assert any(quote.text == "Wir prüfen jeden Pfeiler" for quote in quotes)


async def test_two_million_characters_are_cut_at_a_paragraph(broker: str) -> None:
    dull = "Der Fluss ist dort achtzig Meter breit und fließt ruhig nach Norden. " * 3
    numbered = "".join(f"<p>{dull} Absatz {n} endet.</p>" for n in range(9000))
    long = a_page(f"<html lang=de><body><article><p>{TEXT}</p>{numbered}</article></body></html>")
    assert len(long.body) > 2_000_000

    async with parsing(broker, seconds=300) as seen:
        await seen.feed(long, a_page(url=url(2)))
        await seen.until(ok=2, within=300)
        events = await seen.events(ARTICLES.name)
    article = next(e for e in events if isinstance(e, ArticleParsed) and e.url == long.url)
    assert article.truncated
    assert 900_000 < len(article.text) <= 1_000_000
    assert article.text.endswith(" endet.")
    assert len(events) == 2


async def test_pages_that_hang_or_kill_their_worker_cost_one_dead_letter_each(
    broker: str,
) -> None:
    good = [a_page(url=url(number)) for number in range(6)]
    hanging, crashing = a_page(url=url("HANG")), a_page(url=url("CRASH"))

    async with parsing(broker, tasks.parsed_or_hung, seconds=3.0) as seen:
        await seen.feed(*good[:3], hanging, crashing, *good[3:])
        await seen.until(ok=6, dead=2)
        dead = {decode(record): dict(record.headers) for record in await seen.records(DLQ)}
        articles = await seen.events(ARTICLES.name)
        assert seen.parses("error") == 2
        assert seen.parses("ok") == 6
    told = {event.url: headers for event, headers in dead.items() if isinstance(event, PageFetched)}
    assert set(told) == {hanging.url, crashing.url}
    assert b"no answer within 3 s" in told[hanging.url]["x-dlq-error"]
    assert b"SIGSEGV" in told[crashing.url]["x-dlq-error"]
    assert all(headers["x-dlq-reason"] == b"poison" for headers in told.values())
    assert {e.url for e in articles if isinstance(e, ArticleParsed)} == {p.url for p in good}
