from __future__ import annotations

import json
from datetime import UTC, datetime

import lxml.html
import pytest

from services.parser.metadata import Metadata, instant_in, metadata_in

MONDAY = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def said(head: str = "", body: str = "", lang: str = "de") -> Metadata:
    page = f"<html lang='{lang}'><head>{head}</head><body>{body}</body></html>"
    return metadata_in(lxml.html.document_fromstring(page))


def ld(data: object, before: str = "", after: str = "") -> str:
    return f'<script type="application/ld+json">{before}{json.dumps(data)}{after}</script>'


def test_json_ld_wins_over_meta_tags_and_these_over_what_is_seen() -> None:
    meta = '<meta property="og:title" content="Für andere"><title>Titel | Bote</title>'
    article = {"@type": "NewsArticle", "headline": "Für Maschinen"}

    assert said(meta + ld(article), "<h1>Zu sehen</h1>").title == "Für Maschinen"
    assert said(meta, "<h1>Zu sehen</h1>").title == "Für andere"
    assert said("<title>Titel</title>", "<h1>Zu \n sehen</h1>").title == "Zu sehen"
    assert said("<title>Titel</title>").title == "Titel"
    assert said().title is None


@pytest.mark.parametrize(
    "data",
    [
        {"@type": "NewsArticle", "headline": "Ja"},
        {"@type": ["ReportageNewsArticle", "Thing"], "headline": "Ja"},
        [{"@type": "WebSite", "name": "Bote"}, {"@type": "Article", "headline": "Ja"}],
        {"@graph": [{"@type": "Person"}, {"@type": "BlogPosting", "headline": "Ja"}]},
        {"@type": "WebPage", "mainEntity": {"@type": "Report", "headline": "Ja"}},
    ],
)
def test_the_article_is_found_wherever_json_ld_hides_it(data: object) -> None:
    found = said(ld(data))

    assert found.title == "Ja"
    assert found.is_article


@pytest.mark.parametrize(
    ("before", "after"), [("//<![CDATA[\n", "\n//]]>"), ("<!--", "-->"), ("\n  ", "\n")]
)
def test_scripts_in_old_wrappings_are_read(before: str, after: str) -> None:
    assert said(ld({"@type": "NewsArticle", "headline": "Ja"}, before, after)).title == "Ja"


@pytest.mark.parametrize("script", ["", "{", "[" * 100_000, '"text"', "null", '{"@type": {}}', "7"])
def test_broken_json_ld_is_nothing_said(script: str) -> None:
    head = f'<script type="application/ld+json">{script}</script><title>Titel</title>'

    assert said(head) == Metadata(title="Titel", language="de")


def test_entities_that_were_escaped_twice_are_resolved() -> None:
    article = {"@type": "NewsArticle", "headline": "Vogt: &bdquo;Wir pr&uuml;fen&ldquo;"}

    assert said(ld(article)).title == "Vogt: „Wir prüfen“"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ({"name": "Ida Brandt"}, ("Ida Brandt",)),
        ([{"name": "Ida Brandt"}, {"name": "Von Peter Lindner"}], ("Ida Brandt", "Peter Lindner")),
        ("Ida Brandt", ("Ida Brandt",)),
        (["Ida Brandt", "Ida Brandt"], ("Ida Brandt",)),
        ("https://netz.example/ida", ()),
        ("ida@bote.example", ()),
        ({"name": None}, ()),
        (None, ()),
        ({"name": "Vondra Autorova"}, ("Vondra Autorova",)),
    ],
)
def test_authors_are_names(author: object, names: tuple[str, ...]) -> None:
    assert said(ld({"@type": "Article", "author": author})).authors == names


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-02T09:30:00+01:00",
        "2026-03-02T08:30:00Z",
        "2026-03-02T09:30:00+0100",
        "2026-03-02 09:30:00 +01:00",
        " 2026-03-02T08:30:00.000Z ",
        "Mon, 02 Mar 2026 09:30:00 +0100",
    ],
)
def test_an_instant_is_read_with_its_zone(value: str) -> None:
    assert instant_in(value) == MONDAY


@pytest.mark.parametrize(
    "value",
    ["2026-03-02", "2026-03-02T09:30:00", "gestern", "", "0001-01-01T00:00:00Z", None, 7, [],
     "1970-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "2026-13-40T00:00:00Z"],
)  # fmt: skip
def test_what_names_no_instant_is_none(value: object) -> None:
    assert instant_in(value) is None


def test_the_first_date_that_names_an_instant_counts() -> None:
    head = ld({"@type": "Article", "datePublished": "2026-03-02"})
    meta = '<meta property="article:published_time" content="2026-03-02T09:30:00+01:00">'

    assert said(head + meta).published_at == MONDAY


def test_robots_are_read_in_any_case_and_from_every_tag() -> None:
    head = '<meta name="ROBOTS" content="index, FOLLOW"><meta name="robots" content="noindex">'

    assert said(head).robots == {"index", "follow", "noindex"}
    assert said('<meta name="robots" content="noimageindex">').robots == {"noimageindex"}


@pytest.mark.parametrize(
    ("value", "free"),
    [(False, False), ("False", False), ("http://schema.org/False", False), (True, True),
     ("true", True), ("maybe", None), (None, None)],
)  # fmt: skip
def test_whether_an_article_is_free(value: object, free: bool | None) -> None:  # noqa: FBT001 - a parameter of the test
    assert said(ld({"@type": "Article", "isAccessibleForFree": value})).is_free is free


def test_a_locked_content_tier_is_not_free() -> None:
    assert said('<meta property="article:content_tier" content="locked">').is_free is False
