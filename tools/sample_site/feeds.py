from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from tools.sample_site.pages import Article

TITLE = "Wortlaut: Beispielnachrichten"
DESCRIPTION = "Artikel aus Wikinews (CC BY 2.5) und der Modellartikel, auf erfundenen Seiten"
NAMESPACES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom"'


def rss(articles: Sequence[Article]) -> str:
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<rss version="2.0" {NAMESPACES}><channel>',
            f"<title>{TITLE}</title><link>__BASE__/</link>",
            f"<description>{DESCRIPTION}</description><language>de</language>",
            '<atom:link href="__BASE__/feed.xml" rel="self" type="application/rss+xml"/>',
            *map(_item, articles),
            "</channel></rss>",
            "",
        ]
    )


def atom(articles: Sequence[Article]) -> str:
    newest = max(filter(None, (article.date for article in articles)))
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">',
            f"<title>{TITLE}</title><subtitle>{DESCRIPTION}</subtitle><id>__BASE__/</id>",
            '<link href="__BASE__/atom.xml" rel="self"/><link href="__BASE__/"/>',
            f"<updated>{newest}T12:00:00Z</updated>",
            *(_entry(article, newest) for article in articles),
            "</feed>",
            "",
        ]
    )


def _item(article: Article) -> str:
    parts = [
        f"<title>{escape(article.title)}</title>",
        f"<link>{article.url}</link>",
        f'<guid isPermaLink="true">{article.url}</guid>',
        f"<category>{article.choice.section}</category>",
        f"<description>{escape(article.description)}</description>",
    ]
    if article.date:
        noon = datetime.fromisoformat(f"{article.date}T12:00:00").replace(tzinfo=UTC)
        parts += [
            f"<pubDate>{format_datetime(noon, usegmt=True)}</pubDate>",
            "<dc:creator>Wikinews</dc:creator>",
        ]
    return f"<item>{''.join(parts)}</item>"


def _entry(article: Article, newest: str) -> str:
    parts = [
        f"<title>{escape(article.title)}</title>",
        f'<link href="{article.url}"/><id>{article.url}</id>',
        f'<category term="{article.choice.section}"/>',
        f"<summary>{escape(article.description)}</summary>",
        f"<updated>{article.date or newest}T12:00:00Z</updated>",  # Atom demands one
        f"<author><name>{'Wikinews' if article.date else 'unbekannt'}</name></author>",
    ]
    if article.date:
        parts.append(f"<published>{article.date}T12:00:00Z</published>")
    return f"<entry>{''.join(parts)}</entry>"
