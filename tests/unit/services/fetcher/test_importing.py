from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from services.fetcher.importing import FeedListError, exported, feeds_listed
from services.fetcher.model import FeedRow, Source


def test_plain_lists_have_comments_and_name_each_feed_once() -> None:
    text = "\ufeff# ours\nhttps://a.example/feed  # daily\n\nhttps://b.example/#x\nhttps://a.example/feed\n"

    assert feeds_listed(text, "feeds.txt") == [
        Source("https://a.example/feed"),
        Source("https://b.example/#x"),
    ]


def test_opml_is_read_at_any_depth() -> None:
    text = """<?xml version="1.0" encoding="ISO-8859-1"?><opml version="2.0"><body>
      <outline text="Politik"><outline text="A" title="Erste" xmlUrl="https://a.example/f"/></outline>
      <outline text="Größe" xmlurl="https://b.example/f" type="rss"/><outline text="none"/>
    </body></opml>"""

    assert feeds_listed(text, "feeds.opml") == [
        Source("https://a.example/f", "Erste"),
        Source("https://b.example/f", "Größe"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<opml><body>", "feeds.opml is no OPML"),
        ('<!DOCTYPE opml [<!ENTITY x "y">]><opml/>', "feeds.opml: document types"),
    ],
)
def test_a_broken_list_is_named(text: str, said: str) -> None:
    with pytest.raises(FeedListError, match=said):
        feeds_listed(text, "feeds.opml")


YAML = """
feeds:
  - https://a.example/feed
  - url: https://b.example/
    kind: site
    title: Größe
  - {url: "https://c.example/f", reservations: ignore, shortest_minutes: 10, longest_minutes: 90}
"""


def test_yaml_says_more_of_a_source() -> None:
    assert feeds_listed(YAML, "feeds.yaml") == [
        Source("https://a.example/feed"),
        Source("https://b.example/", "Größe", kind="site"),
        Source(
            "https://c.example/f",
            reservations="ignore",
            shortest=timedelta(minutes=10),
            longest=timedelta(minutes=90),
        ),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("feeds: [", "no YAML"),
        ("feeds: x", "a list of feeds is expected"),
        ("- 3", "neither a URL nor a mapping"),
        ("- {url: 'https://a.example/', kin: site}", "unknown key 'kin'"),
        ("- {url: 'https://a.example/', kind: sites}", "kind is feed or site"),
        ("- {url: 'https://a.example/', reservations: no}", "honour or ignore"),
        ("- {url: 'https://a.example/', shortest_minutes: bald}", "a number from 1 to 86400"),
        ("- {url: 'https://a.example/', shortest_minutes: 9, longest_minutes: 3}", "more than"),
        ("- !!python/object/apply:os.system ['true']", "no YAML"),
    ],
)
def test_a_broken_yaml_list_is_named(text: str, said: str) -> None:
    with pytest.raises(FeedListError, match=said) as told:
        feeds_listed(text, "feeds.yaml")

    assert "feeds.yaml" in str(told.value)


def a_row(source: Source, parent: str | None = None) -> FeedRow:
    now = datetime(2026, 11, 24, tzinfo=UTC)
    return FeedRow(
        url=source.url,
        kind=source.kind,
        format=None,
        parent=parent,
        reservations=source.reservations,
        shortest=source.shortest,
        longest=source.longest,
        moved_to=None,
        host="example",
        origin="user",
        state="active",
        title=source.title,
        next_at=now,
        pause=timedelta(minutes=15),
        polls=0,
        failures=0,
        polled_at=None,
        arrived_at=None,
        last_outcome=None,
        last_detail=None,
        entries=0,
    )


@pytest.mark.parametrize("form", ["opml", "yaml"])
def test_what_is_exported_can_be_imported_again(form: str) -> None:
    sources = feeds_listed(YAML, "feeds.yaml")
    rows = [*map(a_row, sources), a_row(Source("https://b.example/found"), "https://b.example/")]

    again = feeds_listed(exported(rows, form), f"feeds.{form}")

    assert [source.url for source in again] == [source.url for source in sources]
    assert [(s.kind, s.reservations, s.shortest, s.longest) for s in again] == [
        (s.kind, s.reservations, s.shortest, s.longest) for s in sources
    ]


def test_a_plain_export_is_one_url_a_line() -> None:
    assert exported([a_row(Source("https://a.example/f"))], "lines") == "https://a.example/f\n"
