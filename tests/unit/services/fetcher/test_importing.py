from __future__ import annotations

import pytest

from services.fetcher.importing import FeedListError, Listed, feeds_listed


def test_plain_lists_have_comments_and_name_each_feed_once() -> None:
    text = "\ufeff# ours\nhttps://a.example/feed  # daily\n\nhttps://b.example/#x\nhttps://a.example/feed\n"

    assert feeds_listed(text, "feeds.txt") == [
        Listed("https://a.example/feed"),
        Listed("https://b.example/#x"),
    ]


def test_opml_is_read_at_any_depth() -> None:
    text = """<?xml version="1.0" encoding="ISO-8859-1"?><opml version="2.0"><body>
      <outline text="Politik"><outline text="A" title="Erste" xmlUrl="https://a.example/f"/></outline>
      <outline text="Größe" xmlurl="https://b.example/f" type="rss"/><outline text="none"/>
    </body></opml>"""

    assert feeds_listed(text, "feeds.opml") == [
        Listed("https://a.example/f", "Erste"),
        Listed("https://b.example/f", "Größe"),
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
