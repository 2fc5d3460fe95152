"""A simulated web of newspapers: feeds and robots of every kind, and every habit that servers have.

Each lives on an address of its own and is asked by its name; what it answers depends on the
simulated time. It keeps book of every request, so that a test can look from the server's side.
"""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Final, Literal, TypeAlias

from aiohttp.abc import AbstractResolver, ResolveResult

from tests.support.web import SITE_RULES, Reply, Request, Site, article, item, rss, text

Form: TypeAlias = Literal["rss", "atom", "json", "news_sitemap", "sitemap_index", "site"]
Robots: TypeAlias = Literal["none", "open", "some", "delay", "forbidden", "broken"]
Habit: TypeAlias = Literal[
    "plain",
    "changes",  # each article once, twelve hours after it came
    "throttles",  # 429 with seconds, 503 with a date, 429 without, now and then
    "fails",  # every third simulated day everything is 500
    "stalls",  # some articles never come
    "lies",  # the ETag never changes, the packed body breaks off at first
    "moves",  # the feed is at another path for good, articles redirect
    "elsewhere",  # articles redirect to the next newspaper
    "gone",  # articles are 410 after two days
    "missing",  # or 404
    "renames",  # GUIDs, trackers and titles differ at each poll
    "vanishes",  # connections are cut
]  # fmt: skip

FORMS: Final[tuple[Form, ...]] = ("rss", "atom", "json", "news_sitemap", "sitemap_index", "site")
ROBOTS: Final[tuple[Robots, ...]] = ("none", "open", "some", "delay", "forbidden", "broken")
HABITS: Final[tuple[Habit, ...]] = (
    "plain", "changes", "throttles", "fails", "stalls", "lies", "moves", "elsewhere", "gone",
    "missing", "renames", "vanishes",
)  # fmt: skip
DELAY: Final = 0.25  # real seconds of Crawl-delay
HALF_AN_HOUR: Final = timedelta(minutes=30)
HALF_A_DAY: Final = timedelta(hours=12)
DAY: Final = timedelta(days=1)
_HTML: Final = {"Content-Type": "text/html; charset=utf-8"}


@dataclass
class Asked:
    """A request as its server saw it."""

    path: str
    at: float
    """Of the real clock: the pace is kept in real time."""
    now: datetime
    """Simulated."""
    status: int = 0
    retry_after: timedelta | None = None


@dataclass
class Paper:
    """One newspaper: what it announces when, and what it was asked."""

    number: int
    port: int
    clock: Callable[[], datetime]
    started_at: datetime
    form: Form
    robots: Robots
    habit: Habit
    articles: int
    next_paper: str = ""
    book: list[Asked] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"zeitung-{self.number}.de"

    @property
    def address(self) -> str:
        return f"127.0.{2 + self.number // 250}.{1 + self.number % 250}"

    def url(self, path: str) -> str:
        return f"http://www.{self.host}:{self.port}{path}"

    @property
    def source(self) -> str:
        paths: dict[Form, str] = {
            "rss": "/rss.xml",
            "atom": "/atom.xml",
            "json": "/feed.json",
            "news_sitemap": "/news.xml",
            "sitemap_index": "/index.xml",
            "site": "/",
        }
        return self.url(paths[self.form])

    @property
    def is_closed(self) -> bool:
        """Nothing may be asked of it but its robots.txt."""
        return self.robots in ("broken", "forbidden")

    @property
    def age(self) -> timedelta:
        return self.clock() - self.started_at

    # -- what there is ----------------------------------------------------------------------

    def announced(self) -> Iterator[int]:
        """Two articles a day, the first ones at once."""
        days = self.age // DAY
        yield from range(min(self.articles, 2 * (days + 1)))

    def came_at(self, number: int) -> datetime:
        return self.started_at + number // 2 * DAY

    def path_of(self, number: int) -> str:
        return f"/geheim/{number}" if self.robots == "some" and number == 1 else f"/{number}"

    @property
    def expected(self) -> set[str]:
        """Paths that are to be published in the end."""
        if self.is_closed:
            return set()
        paths = {self.path_of(n) for n in range(self.articles)}
        return {p for p in paths if not p.startswith("/geheim/") and not self._never_comes(p)}

    def _never_comes(self, path: str) -> bool:
        return self.habit == "stalls" and path == "/1"

    def state_of(self, number: int) -> int:
        """0 as it came, 1 as it was changed."""
        since = self.clock() - self.came_at(number)
        return int(self.habit == "changes" and since >= HALF_A_DAY)

    # -- what it answers --------------------------------------------------------------------

    def answer(self, request: Request) -> Reply:
        asked = Asked(request.path, time.monotonic(), self.clock())
        self.book.append(asked)
        reply = self._reply(request.path.partition("?")[0], asked)
        asked.status = reply.status
        return reply

    def _reply(self, path: str, asked: Asked) -> Reply:
        if path == "/robots.txt":
            return self._robots()
        if path in SITE_RULES:
            return Reply(b"", 404)
        if (trouble := self._trouble(path, asked)) is not None:
            return trouble
        if path.rpartition("/")[2].isdigit():
            return self._article(path)
        return self._source(path)

    def _robots(self) -> Reply:
        delay = f"Crawl-delay: {DELAY}\n" if self.robots == "delay" else ""
        match self.robots:
            case "none":
                return Reply(b"", 404)
            case "broken":
                return Reply(b"", 500)
            case "forbidden":
                return text("User-agent: *\nDisallow: /\n")
            case _:
                return text(f"User-agent: *\nDisallow: /geheim/\n{delay}")

    def _trouble(self, path: str, asked: Asked) -> Reply | None:
        count = sum(1 for one in self.book if one.path not in SITE_RULES)
        if self.habit == "fails" and (self.age // DAY) % 3 == 1:
            return Reply(b"", 500)
        if self.habit == "throttles" and count % 7 in (2, 4, 6):
            return self._throttled(count % 7, asked)
        if self.habit == "vanishes" and count % 4 == 2:
            return Reply(raw=b"")
        return Reply(hangs=True) if self._never_comes(path) else None

    def _throttled(self, kind: int, asked: Asked) -> Reply:
        if kind == 6:
            asked.retry_after = timedelta(seconds=55)  # none is said: a minute is due
            return Reply(b"", 429)
        asked.retry_after = timedelta(hours=3 if kind == 2 else 5)
        if kind == 2:
            return Reply(b"", 429, headers={"Retry-After": "10800"})
        date = format_datetime(asked.now + asked.retry_after + timedelta(seconds=1), usegmt=True)
        return Reply(b"", 503, headers={"Retry-After": date})

    def _article(self, path: str) -> Reply:
        number = int(path.rpartition("/")[2])
        if self.habit in ("gone", "missing") and self.clock() - self.came_at(number) >= 2 * DAY:
            return Reply(b"", 410 if self.habit == "gone" else 404)
        if self.habit == "moves" and not path.startswith("/neu/"):
            return Reply(status=301, headers={"Location": f"/neu{path}"})
        if self.habit == "elsewhere" and not path.startswith("/von/"):
            target = f"http://www.{self.next_paper}:{self.port}/von/{self.number}/{number}"
            return Reply(status=302, headers={"Location": target})
        body = article(self.number * 1000 + number * 10 + self.state_of(number)).encode()
        if self.habit == "lies" and self.clock() - self.came_at(number) < HALF_AN_HOUR:
            packed = gzip.compress(body)[:-9]
            return Reply(packed, headers={**_HTML, "Content-Encoding": "gzip"})
        return Reply(body, headers=_HTML, delay=0.2 if self.habit == "plain" else 0.0)

    def _source(self, path: str) -> Reply:
        if self.habit == "moves" and not path.startswith("/neu"):
            return Reply(status=308, headers={"Location": f"/neu{path}"})
        etag = '"x"' if self.habit == "lies" else f'"{self.age}"'
        home = '<html><head><link rel=alternate type="application/rss+xml" href="/rss.xml">'
        sources: dict[str, Callable[[], tuple[str, bytes]]] = {
            "/rss.xml": lambda: ("application/rss+xml", self._rss().encode()),
            "/atom.xml": lambda: ("text/xml", self._atom().encode()),
            "/feed.json": lambda: ("application/feed+json", self._json()),
            "/news.xml": lambda: ("application/xml", self._news().encode()),
            "/news.xml.gz": lambda: ("application/gzip", gzip.compress(self._news().encode())),
            "/index.xml": lambda: ("application/xml", self._index().encode()),
            "/": lambda: ("text/html", home.encode()),
        }
        found = sources.get(path.removeprefix("/neu") or "/")
        if found is None:
            return Reply(b"", 404)
        kind, body = found()
        return Reply(body, headers={"Content-Type": kind, "ETag": etag})

    def _links(self) -> Iterator[tuple[int, str]]:
        tracker = f"?utm_source={len(self.book)}" if self.habit == "renames" else ""
        for number in self.announced():
            yield number, self.url(self.path_of(number) + tracker)

    def _title(self, number: int) -> str:
        return f"Meldung {number}" + (f" {len(self.book)}" if self.habit == "renames" else "")

    def _rss(self) -> str:
        return rss(*(item(link, self._title(n)) for n, link in self._links()))

    def _atom(self) -> str:
        entries = "".join(
            f'<entry><title>{self._title(n)}</title><id>{link}</id><link href="{link}"/></entry>'
            for n, link in self._links()
        )
        return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title>{entries}</feed>'

    def _json(self) -> bytes:
        items = [{"id": link, "url": link, "title": self._title(n)} for n, link in self._links()]
        version = "https://jsonfeed.org/version/1.1"
        return json.dumps({"version": version, "title": "x", "items": items}).encode()

    def _news(self) -> str:
        urls = "".join(
            f"<url><loc>{link.replace('&', '&amp;')}</loc><n:news><n:publication_date>"
            f"{self.came_at(n).isoformat()}</n:publication_date>"
            f"<n:title>{self._title(n)}</n:title></n:news></url>"
            for n, link in self._links()
        )
        names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="news"'
        return f"<urlset {names}>{urls}</urlset>"

    def _index(self) -> str:
        child = self.url("/neu/news.xml.gz" if self.habit == "moves" else "/news.xml.gz")
        date = self.clock().date().isoformat()
        return (
            f"<sitemapindex><sitemap><loc>{child}</loc><lastmod>{date}</lastmod></sitemap>"
            f"<sitemap><loc>{self.url('/1999.xml')}</loc><lastmod>1999-01-01</lastmod></sitemap>"
            "</sitemapindex>"
        )


class PaperSite(Site):
    """The server of one newspaper."""

    def __init__(self, paper: Paper) -> None:
        super().__init__(paper.address, paper.port)
        self.paper = paper

    def _reply(self, request: Request) -> Reply:
        return self.paper.answer(request)


class Names(AbstractResolver):
    """Every name of a newspaper, with or without www, at its address."""

    def __init__(self, papers: list[Paper]) -> None:
        self._addresses = {paper.host: paper.address for paper in papers}

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        address = self._addresses.get(host.removeprefix("www."))
        if address is None:
            raise socket.gaierror(socket.EAI_NONAME, f"no such name: {host}")
        found = ResolveResult(
            hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0
        )
        return [found]

    async def close(self) -> None:
        pass


def papers(count: int, port: int, clock: Callable[[], datetime], articles: int) -> list[Paper]:
    """Forms, robots and habits go round at different speeds: every habit meets every form."""
    start = clock()
    made = [
        Paper(
            n,
            port,
            clock,
            start,
            form=FORMS[(n + n // len(HABITS)) % len(FORMS)],
            robots=_robots_of(n),
            habit=HABITS[n % len(HABITS)],
            articles=articles,
        )
        for n in range(count)
    ]
    for paper in made:
        if paper.habit == "elsewhere":
            paper.next_paper = _neighbour(made, paper).host
    return made


def _robots_of(number: int) -> Robots:
    """Most newspapers let us in."""
    kinds: tuple[Robots, ...] = ("none", "open", "some", "none", "open", "delay", "some")
    return ("broken", "forbidden")[number // 17 % 2] if number % 17 == 16 else kinds[number % 7]


def _neighbour(made: list[Paper], paper: Paper) -> Paper:
    """One that answers plainly and lets us in."""
    fine = (p for p in made if p.habit == "plain" and p.robots in ("none", "open"))
    following = sorted(fine, key=lambda p: (p.number < paper.number, p.number))
    return following[0]
