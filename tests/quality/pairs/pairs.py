"""Our own pairs of articles: read, sent through parser and store, and asked of the public view.

A file holds pairs: `## name`, then articles (`@ outlet | published | title` and their text), then
the relations to be found between them, `= type status | words of one claim | words of the other`.
All pairs are in one database, so whatever is found between two of them counts as wrong too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from schemas import Event, FeedEntry, PageFetched, article_id, decode
from services.parser.parsing import parsed
from tests.support.store import rows, stored

HERE = Path(__file__).parent
ASKED = (
    "SELECT type, status, article_id, partner_article_id, text, partner_text FROM contested_claims"
)


class Expected(NamedTuple):
    type: str
    status: str
    words: tuple[str, str]


@dataclass
class Article:
    outlet: str
    published_at: datetime
    title: str
    lines: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        path = hashlib.sha256(f"{self.published_at}{self.title}".encode()).hexdigest()[:12]
        return f"https://{self.outlet}/{path}"

    @property
    def page(self) -> PageFetched:
        body = " ".join(self.lines)
        return PageFetched(
            article_id=article_id(self.url),
            url=self.url,
            canonical_url=self.url,
            final_url=self.url,
            outlet=self.outlet,
            fetched_at=self.published_at,
            entry=FeedEntry(title=self.title, published_at=self.published_at),
            media_type="text/plain",
            body=body,
            body_sha256=hashlib.sha256(body.encode()).hexdigest(),
        )


@dataclass
class Pair:
    file: str
    name: str
    articles: list[Article] = field(default_factory=list)
    expected: list[Expected] = field(default_factory=list)


class Relation(NamedTuple):
    """As the view has it; `words` are the whole texts of both claims."""

    type: str
    status: str
    articles: frozenset[Any]
    words: tuple[str, str]

    def answers(self, pair: Pair, expected: Expected) -> bool:
        return (
            self.articles <= {article_id(article.url) for article in pair.articles}
            and (self.type, self.status) == (expected.type, expected.status)
            and any(_hold(self.words, order) for order in (expected.words, expected.words[::-1]))
        )


class Result(NamedTuple):
    """What was found right, found wrong and missed."""

    right: list[Relation]
    wrong: list[Relation]
    missed: list[tuple[Pair, Expected]]

    @property
    def precision(self) -> float:
        return len(self.right) / max(1, len(self.right) + len(self.wrong))

    @property
    def recall(self) -> float:
        found = len(self.right)
        return found / max(1, found + len(self.missed))


def _hold(texts: tuple[str, str], words: tuple[str, str]) -> bool:
    return all(part in text for text, part in zip(texts, words, strict=True))


def all_pairs() -> list[Pair]:
    return [pair for file in sorted(HERE.glob("*.txt")) for pair in _pairs_in(file)]


def _pairs_in(file: Path) -> Iterator[Pair]:
    pair: Pair | None = None
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("## "):
            if pair is not None:
                yield pair
            pair = Pair(file.stem, line.removeprefix("## "))
        elif pair is not None and line.strip():
            _add(pair, line)
    if pair is not None:
        yield pair


def _add(pair: Pair, line: str) -> None:
    if line.startswith("@ "):
        outlet, published, title = (part.strip() for part in line[2:].split("|"))
        at = datetime.fromisoformat(published).replace(tzinfo=UTC)
        pair.articles.append(Article(outlet, at, title))
    elif line.startswith("= "):
        kind, one, other = (part.strip() for part in line[2:].split("|"))
        name, status = kind.split()
        pair.expected.append(Expected(name, status, (one, other)))
    else:
        pair.articles[-1].lines.append(line.strip())


def events_of(article: Article) -> list[Event]:
    return [decode(message) for message in parsed(article.page).messages]


async def found_in(url: str, pairs: list[Pair]) -> list[Relation]:
    """Through an empty database with the store's tables."""
    articles = [article for pair in pairs for article in pair.articles]
    await stored(url, *(events_of(article) for article in articles))
    return [
        Relation(
            row["type"],
            row["status"],
            frozenset([row["article_id"], row["partner_article_id"]]),
            (row["text"], row["partner_text"]),
        )
        for row in await rows(url, ASKED)
    ]


def judged(pairs: list[Pair], found: list[Relation]) -> Result:
    """Each expected relation is met once; what meets none is wrong."""
    wanted = [(pair, expected) for pair in pairs for expected in pair.expected]
    right: list[Relation] = []
    wrong: list[Relation] = []
    for relation in found:
        met = next((w for w in wanted if relation.answers(*w)), None)
        if met is None:
            wrong.append(relation)
        else:
            wanted.remove(met)
            right.append(relation)
    return Result(right, wrong, wanted)
