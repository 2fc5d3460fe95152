"""An article in the markup of the kinds of sites that news comes from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import cycle, islice
from pathlib import Path
from string import Template
from typing import Final
from urllib.parse import quote

from tools.sample_site.articles import TEASERS, Choice

LICENCE: Final = "https://creativecommons.org/licenses/by/2.5/"
WIKINEWS: Final = "https://de.wikinews.org/wiki/"
_MONTHS: Final = (
    *("Januar", "Februar", "März", "April", "Mai", "Juni"),
    *("Juli", "August", "September", "Oktober", "November", "Dezember"),
)
_HERE: Final = Path(__file__).parent
_PARAGRAPH: Final = {
    "blog": "<p>{}</p>",
    "paper": '<p class="article__paragraph">{}</p>',
    "broadcaster": '<p class="textabsatz columns twelve">{}</p>',
    "bare": "<p>{}",  # in those days a paragraph ended where the next began
}
_HEADING: Final = {
    "blog": '<h2 class="wp-block-heading">{}</h2>',
    "paper": '<h3 class="article__subhead">{}</h3>',
    "broadcaster": '<h2 class="meldung__subhead">{}</h2>',
    "bare": "<h3>{}</h3>",
}
_BETWEEN: Final = {
    "blog": '<aside class="related"><strong>Lesen Sie auch:</strong> <a href="/">{}</a></aside>',
    "paper": '<aside class="article__teaser"><span>Lesen Sie auch</span><a href="/">{}</a></aside>',
    "broadcaster": '<div class="teaser"><a href="/"><span>Mehr zum Thema</span> {}</a></div>',
    "bare": "",
}


@dataclass(frozen=True, slots=True)
class Article:
    """`date` is None for the model article: none was recorded."""

    choice: Choice
    title: str
    date: str | None
    text: str

    @property
    def section_id(self) -> str:
        return self.choice.section.lower()

    @property
    def path(self) -> str:
        return f"{self.section_id}/{self.choice.slug}.html"

    @property
    def url(self) -> str:
        return f"__BASE__/{self.path}"

    @property
    def encoding(self) -> str:
        return "windows-1252" if self.choice.template == "bare" else "utf-8"

    @property
    def source(self) -> str | None:
        """The page at Wikinews; None for the model article."""
        return WIKINEWS + quote(self.title.replace(" ", "_"), safe="/:()!,") if self.date else None

    @property
    def author(self) -> str:
        return "Wikinews" if self.date else "unbekannt"

    @property
    def blocks(self) -> list[str]:
        return [" ".join(line.split()) for line in self.text.splitlines() if line.strip()]

    @property
    def description(self) -> str:
        """The first sentences, cut as editors' systems cut them."""
        first = self.blocks[0]
        return first if len(first) <= 155 else first[:155].rsplit(" ", 1)[0] + " …"


def page(article: Article, others: Sequence[Article]) -> str:
    choice = article.choice
    links = [other for other in others if other is not article]
    start = choice.number % len(links)
    values = {
        "title": escape(article.title),
        "description": escape(article.description),
        "url": article.url,
        "section": choice.section,
        "section_id": article.section_id,
        "licence_url": LICENCE if article.date else "__BASE__/NOTICE",
        "published": _published(article),
        "meta_published": _meta_published(article),
        "author": escape(article.author),
        "json_ld": _json_ld(article),
        "body": _body(article),
        "credit": credit(article),
        "teasers": "".join(map(_teaser, _teasers(choice.number, 3))),
        "links": "".join(map(_link, islice(cycle(links), start, start + 4))),
    }
    template = Template((_HERE / f"{choice.template}.html").read_text(encoding="utf-8"))
    return template.substitute(values)


def index(articles: Sequence[Article]) -> str:
    items = "\n".join(
        f'<li id="{a.choice.slug}"><a href="/{a.path}">{escape(a.title)}</a> {_published(a)}</li>'
        for a in articles
    )
    template = Template((_HERE / "index.html").read_text(encoding="utf-8"))
    return template.substitute(items=items)


def credit(article: Article) -> str:
    """Title, date, link and licence, as CC BY asks for."""
    if article.source is None:
        return (
            "Modellartikel von Wortlaut, Herkunft nicht überliefert, nur zur Vorführung. "
            "Er steht nicht unter der Lizenz der übrigen Texte."
        )
    return (
        f'Quelle: „<a href="{article.source}">{escape(article.title)}</a>“, Wikinews, '
        f'{_published(article)}, Lizenz <a rel="license" href="{LICENCE}">CC BY 2.5</a>. '
        "Der Text ist bis auf Leerraum unverändert, die Seite darum herum erfunden."
    )


def notice(articles: Sequence[Article]) -> str:
    """Plain text: what CC BY 2.5 asks to be said, for each article."""
    model, *wikinews = articles
    entries = [
        f"{a.title}\n  {a.date}, {a.source}\n  CC BY 2.5, {LICENCE}\n  {a.path}" for a in wikinews
    ]
    template = Template((_HERE / "NOTICE").read_text(encoding="utf-8"))
    return template.substitute(model=f"{model.title}\n  {model.path}", entries="\n\n".join(entries))


def _body(article: Article) -> str:
    """The text, with something that is no text after its second paragraph."""
    template = article.choice.template
    blocks = [
        (_HEADING if _is_heading(block) else _PARAGRAPH)[template].format(
            escape(block, quote=False)
        )
        for block in article.blocks
    ]
    if between := _BETWEEN[template]:
        blocks.insert(2, between.format(next(_teasers(article.choice.number + 3, 1))))
    return "\n".join(blocks)


def _is_heading(block: str) -> bool:
    return len(block) < 80 and block[0].isalpha() and block[-1].isalnum()


def _teasers(number: int, count: int) -> islice[str]:
    start = number % len(TEASERS)
    return islice(cycle(TEASERS), start, start + count)


def _teaser(text: str) -> str:
    return f'<li class="teaser"><a href="/">{text}</a></li>'


def _link(article: Article) -> str:
    return f'<li><a href="/{article.path}">{escape(article.title)}</a></li>'


def _published(article: Article) -> str:
    if article.date is None:
        return "ohne Datum"
    day = date.fromisoformat(article.date)
    return f'<time datetime="{article.date}">{day.day}. {_MONTHS[day.month - 1]} {day.year}</time>'


def _meta_published(article: Article) -> str:
    if article.date is None:
        return ""
    return f'<meta property="article:published_time" content="{article.date}T12:00:00+00:00">'


def _json_ld(article: Article) -> str:
    facts: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "description": article.description,
        "mainEntityOfPage": article.url,
        "articleSection": article.choice.section,
        "inLanguage": "de",
        "isAccessibleForFree": True,
        "publisher": {"@type": "NewsMediaOrganization", "name": "Morgenkurier"},
    }
    if article.date:
        facts |= {
            "datePublished": f"{article.date}T12:00:00+00:00",
            "author": {"@type": "Organization", "name": "Wikinews"},
            "license": LICENCE,
        }
    return json.dumps(facts, ensure_ascii=False).replace("</", "<\\/")
