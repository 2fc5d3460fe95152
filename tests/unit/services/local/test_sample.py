"""The bundled articles: what a reader, a feed reader and a lawyer must find in them."""

from __future__ import annotations

import json
import os
import re
import xml.etree.ElementTree as ET
from datetime import date
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from lxml import html

from services.local.site import SAMPLE, article_paths
from tools.make_sample_site import site

ATOM = "{http://www.w3.org/2005/Atom}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
LICENCE = "https://creativecommons.org/licenses/by/2.5/"
MODEL = "politik/streit-im-un-sicherheitsrat.html"
WIKINEWS = [path for path in article_paths() if path != MODEL]


def tree_of(path: str) -> html.HtmlElement:
    return html.fromstring((SAMPLE / path).read_bytes())


def attributes(path: str, query: str) -> list[str]:
    found = tree_of(path).xpath(query)
    assert isinstance(found, list)
    return [str(value) for value in found]


def rss_items() -> list[ET.Element]:
    return ET.parse(SAMPLE / "feed.xml").findall("channel/item")


def test_there_are_enough_of_them_in_four_kinds_of_markup() -> None:
    marks = ("site-header", "page-header", "header__wrapper", "Nachrichten-Archiv")
    raw = [(SAMPLE / path).read_bytes() for path in article_paths()]

    counts = [sum(mark.encode() in page for page in raw) for mark in marks]

    assert len(WIKINEWS) >= 24
    assert min(counts) >= 4
    assert sum(counts) == len(raw)


@pytest.mark.parametrize("path", article_paths())
def test_a_page_names_itself_its_title_and_its_licence(path: str) -> None:
    assert attributes(path, "//link[@rel='canonical']/@href") == [f"__BASE__/{path}"]
    assert attributes(path, "//link[@rel='license']/@href") == [
        "__BASE__/NOTICE" if path == MODEL else LICENCE
    ]
    assert len(attributes(path, "//h1")) == 1
    assert attributes(path, "//meta[@name='description']/@content") != [""]


@pytest.mark.parametrize("path", WIKINEWS)
def test_a_wikinews_page_has_its_date_and_a_link_to_its_source(path: str) -> None:
    (day, *_) = attributes(path, "//h1/following::time/@datetime")
    sources = attributes(path, "//a/@href[contains(., 'de.wikinews.org/wiki/')]")

    assert date(2006, 1, 1) <= date.fromisoformat(day) <= date(2023, 12, 31)
    assert len(sources) == 1
    assert LICENCE in attributes(path, "//a[@rel='license']/@href")


@pytest.mark.parametrize("path", WIKINEWS)
def test_the_notice_names_source_and_licence_of_each(path: str) -> None:
    (source,) = attributes(path, "//a/@href[contains(., 'de.wikinews.org/wiki/')]")
    notice = (SAMPLE / "NOTICE").read_text(encoding="utf-8")

    (entry,) = [entry for entry in notice.split("\n\n") if f"  {path}" in entry]

    assert source in entry
    assert f"CC BY 2.5, {LICENCE}" in entry


def test_the_model_article_is_named_as_such() -> None:
    page = (SAMPLE / MODEL).read_text(encoding="utf-8")
    notice = (SAMPLE / "NOTICE").read_text(encoding="utf-8")

    assert "Modellartikel von Wortlaut, Herkunft nicht überliefert" in page
    assert "origin not recorded, for demonstration only" in notice
    assert "wikinews" not in page.casefold()


def test_both_feeds_list_every_article_once() -> None:
    expected = sorted(f"__BASE__/{path}" for path in article_paths())

    rss = sorted(str(item.findtext("link")) for item in rss_items())
    links = ET.parse(SAMPLE / "atom.xml").findall(f"{ATOM}entry/{ATOM}link")

    assert rss == expected
    assert sorted(link.attrib["href"] for link in links) == expected


def test_feed_items_carry_what_feeds_carry() -> None:
    dated = [item for item in rss_items() if item.findtext("link") != f"__BASE__/{MODEL}"]

    assert all(item.findtext("guid") == item.findtext("link") for item in rss_items())
    assert all(item.findtext("category") for item in rss_items())
    assert {item.findtext(CREATOR) for item in dated} == {"Wikinews"}
    assert all(
        2006 <= parsedate_to_datetime(str(i.findtext("pubDate"))).year <= 2023 for i in dated
    )


def test_titles_in_feed_and_page_agree() -> None:
    titles = {str(i.findtext("link")): i.findtext("title") for i in rss_items()}

    for path in article_paths():
        (title,) = tree_of(path).xpath("//h1")
        assert title.text_content() == titles[f"__BASE__/{path}"]


def test_json_ld_says_what_the_page_says() -> None:
    scripts = {p: attributes(p, "//script[@type='application/ld+json']/text()") for p in WIKINEWS}
    facts = {path: json.loads(found[0]) for path, found in scripts.items() if found}

    assert len(facts) >= 4
    for path, fact in facts.items():
        assert fact["@type"] == "NewsArticle"
        assert fact["mainEntityOfPage"] == f"__BASE__/{path}"
        assert fact["datePublished"][:10] in attributes(path, "//time/@datetime")


def test_what_surrounds_the_articles_would_be_noticed_among_quotes() -> None:
    quoted = re.compile("„[^“]*“[^<]*Nebenbei|Nebenbei[^<]*„[^“]*“")
    surrounded = [p for p in article_paths() if quoted.search(tree_of(p).text_content())]

    assert len(surrounded) >= 20


@pytest.mark.skipif(
    "WORTLAUT_EVAL_DATA" not in os.environ, reason="WORTLAUT_EVAL_DATA is not set: not made again"
)
def test_the_site_is_what_its_tool_makes() -> None:
    made = site(Path(os.environ["WORTLAUT_EVAL_DATA"]))

    kept = {str(f.relative_to(SAMPLE)): f.read_bytes() for f in SAMPLE.rglob("*") if f.is_file()}

    assert kept == made
