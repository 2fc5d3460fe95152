"""Articles without end: those of the sample again, under other names and with other numbers.

A thousand a day, four of them a story: the third is nearly a copy of the first, and in one story
of five the last has other numbers. One story of ten is about the same persons again and again.
`events` makes them as a parser would send them; `copied` has the server multiply the rows that the
store made of the first day, which is faster and gives rows of the same shape.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from schemas import (
    ArticleParsed,
    ClaimExtracted,
    Event,
    QuoteExtracted,
    Speaker,
    article_id,
    claim_id,
    decode,
    quote_id,
    revision,
)
from services.parser.parsing import parsed

from .relations import page_of, scaled

if TYPE_CHECKING:
    from services.store.postgres import Session

DAY: Final = 1000  # articles
START: Final = datetime(2026, 1, 1, tzinfo=UTC)  # a week of `matching` begins
OUTLETS: Final = 200
STORY: Final = 4  # articles
RUNNING: Final = 10  # one story of so many keeps its names
CONTESTED: Final = 5  # one story of so many has other numbers in its last article
SYLLABLES: Final = (
    "ba",
    "del",
    "fin",
    "gro",
    "hal",
    "kem",
    "lin",
    "mor",
    "nau",
    "rin",
    "sto",
    "wei",
)
SAMPLE: Final = Path("services/local/sample")
TABLES: Final = ("articles", "revisions", "quotes", "claims")

Template = tuple[ArticleParsed, Sequence[QuoteExtracted | ClaimExtracted]]


@lru_cache(1)
def templates() -> Sequence[Template]:
    return list(_templates())


def _templates() -> Iterator[Template]:
    for file in sorted(SAMPLE.rglob("*.html")):
        events = [decode(message) for message in parsed(page_of(file)).messages]
        said = [one for one in events if isinstance(one, QuoteExtracted | ClaimExtracted)]
        if said and isinstance(events[0], ArticleParsed):
            yield events[0], said


def events(first: int, articles: int) -> Iterator[Event]:
    for number in range(first, first + articles):
        yield from article(number)


def instant(number: int) -> datetime:
    return START + timedelta(days=1) * number / DAY


def article(number: int) -> Iterator[Event]:
    story, place = divmod(number, STORY)
    of_template, said = templates()[story % len(templates())]
    is_running = story % RUNNING == 0
    suffix = "" if is_running else name_suffix(story)
    outlet = f"outlet{crc32(str(number).encode()) % OUTLETS}.example"
    url = f"https://{outlet}/{'laufend' if is_running else 'neu'}/{number}"
    text = f"{of_template.text}\n\nMeldung {number}."
    head: dict[str, Any] = {"url": url, "outlet": outlet, "published_at": instant(number)}
    head["fetched_at"] = instant(number)
    mine = of_template.model_copy(
        update=head
        | {
            "article_id": article_id(url),
            "revision": revision(text),
            "text": text,
            "fingerprint": _fingerprint(story, place),
        }
    )
    yield mine
    reference = said[0].article.model_copy(
        update=head | {"id": mine.article_id, "revision": mine.revision}
    )
    shared = {"article_id": mine.article_id, "article": reference}
    ids = {one.id: _id(one, mine) for one in said}
    factor = 1.5 if place == STORY - 1 and story % CONTESTED == 1 else 1.0
    for one in said:
        yield _statement(one, shared | {"id": ids[one.id]}, ids, suffix, factor)


def name_suffix(story: int) -> str:
    """„berg“ to the name: as many as there are stories, and of a length as names have it."""
    parts = []
    rest = story + len(SYLLABLES)
    while rest:
        rest, place = divmod(rest, len(SYLLABLES))
        parts.append(SYLLABLES[place])
    return "".join(parts)


def _fingerprint(story: int, place: int) -> tuple[int, ...]:
    chance = random.Random(story)
    whole = [chance.getrandbits(32) for _ in range(64)]
    if place not in (0, 2):
        return tuple(one ^ crc32(bytes([place])) for one in whole)
    return (*whole[:60], *(one ^ place for one in whole[60:]))


def _id(one: QuoteExtracted | ClaimExtracted, mine: ArticleParsed) -> Any:
    spans = [(span.start, span.end) for span in one.spans]
    if isinstance(one, QuoteExtracted):
        return quote_id(mine.article_id, revision(mine.text), one.type, spans)
    return claim_id(mine.article_id, revision(mine.text), one.attribution, spans)


def _statement(
    one: QuoteExtracted | ClaimExtracted,
    shared: Mapping[str, Any],
    ids: Mapping[Any, Any],
    suffix: str,
    factor: float,
) -> Event:
    if isinstance(one, QuoteExtracted):
        nested = one.nested_in and ids[one.nested_in]
        changes = {"speaker": _renamed(one.speaker, suffix), "nested_in": nested}
        return one.model_copy(update={**shared, **changes})
    changes = {
        "claimant": _renamed(one.claimant, suffix),
        "quote_id": one.quote_id and ids[one.quote_id],
        "about": _keys(one.about, suffix),
        "setting": _keys(one.setting, suffix),
    }
    return scaled(one, factor).model_copy(update={**shared, **changes})


def _renamed(speaker: Speaker | None, suffix: str) -> Speaker | None:
    if speaker is None or speaker.name is None:
        return speaker
    return speaker.model_copy(update={"name": speaker.name + suffix})


def _keys(keys: Sequence[str], suffix: str) -> tuple[str, ...]:
    return tuple(key + suffix if key[0].isupper() else key for key in keys)


# The server's way --------------------------------------------------------------------------------

_KEYS: Final = (
    "ARRAY(SELECT CASE WHEN k ~ '^[A-ZÄÖÜ]' THEN k || b.suffix ELSE k END "
    "FROM unnest(t.{}) AS u (k))"
)
_LATER: Final = "t.{} + b.later"
_OTHER: Final = "md5(t.{}::text || b.day)::uuid"
_EXPRESSIONS: Final[Mapping[str, str]] = {
    "article_id": _OTHER.format("article_id"),
    "id": _OTHER.format("id"),
    "quote_id": _OTHER.format("quote_id"),
    "nested_in": _OTHER.format("nested_in"),
    "url": "b.url",
    "stored_at": "now()",
    "text": "t.text",
    "speaker_name": "t.speaker_name || b.suffix",
    "claimant_name": "t.claimant_name || b.suffix",
    "fingerprint": "ARRAY(SELECT f # b.mask FROM unnest(t.fingerprint) AS u (f))",
    "matching": (
        "ARRAY(SELECT (((m >> 16) # b.mask) << 16) | (m & 49152) | ((m & 16383) + b.weeks) "
        "FROM unnest(t.matching) AS u (m))"
    ),
    **{name: _KEYS.format(name) for name in ("about", "setting", "names", "scene")},
    **{
        name: _LATER.format(name)
        for name in (
            "fetched_at",
            "parse_fetched_at",
            "first_seen_at",
            "published_at",
            "claimed_at",
        )
    },
}
# A copy's day is in `day`; `mask` makes other keys and other fingerprints, equal within the copy.
_BASE: Final = """\
(
    SELECT
        a.article_id,
        $1::int AS day,
        $1::int * interval '1 day' AS later,
        $1::int / 7 AS weeks,
        regexp_replace(a.url, '[0-9]+$', '') || (n.number + $1::int * 1000) AS url,
        CASE WHEN a.url LIKE '%/laufend/%' THEN '' ELSE $2::text END AS suffix,
        CASE WHEN a.url LIKE '%/laufend/%' THEN 0 ELSE $3::bigint END AS mask
    FROM articles AS a
    CROSS JOIN LATERAL (SELECT substring(a.url FROM '[0-9]+$')::int AS number) AS n
    WHERE a.fetched_at < $4::timestamptz AND n.number < $5::int
) AS b"""


async def copied(connection: Session, first: int, articles: int) -> None:
    """Articles `first` and on, a day in a transaction; the first day must be there."""
    for start in range(first, first + articles, DAY):
        count = min(DAY, first + articles - start)
        day = start // DAY
        mask = crc32(str(day).encode())
        async with connection.transaction():
            for table in TABLES:
                await connection.execute(
                    await _copying(connection, table),
                    day,
                    name_suffix(10_000_000 + day),
                    mask,
                    instant(DAY),
                    count,
                )


async def _copying(connection: Session, table: str) -> str:
    rows = await connection.fetch(
        "SELECT attname FROM pg_attribute "
        "WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        table,
    )
    names = [row["attname"] for row in rows]
    values = (_EXPRESSIONS.get(name, f"t.{name}") for name in names)
    return (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} "
        f"FROM {table} AS t INNER JOIN {_BASE} ON b.article_id = t.article_id"
    )
