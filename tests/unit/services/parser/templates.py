"""Pages in the manner of common news systems. Whatever is not the article is said by a Nebenbei."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Final

from .texts import TITLE

Blocks = tuple[str, ...]

LABELS: Final = ("Lesen Sie auch", "Mehr zum Thema", "Auch interessant", "Lesetipp der Redaktion")
TEASER: Final = "„Das wird teuer“: Warum Almut Nebenbei die Brücke fürchtet"
CAPTION: Final = (
    "„So genau wollte es niemand wissen“, sagt Fotograf Veit Nebenbei. Foto: V. Nebenbei"
)
COMMENT: Final = "„Alles Unsinn“, hat mein Nachbar Kuno Nebenbei gesagt. Er hat recht, finde ich."
BIO: Final = (
    "Ida Nebenbei, geboren 1980, schreibt über Verkehr. „Brücken sind mein Leben“, sagt sie."
)
CONSENT: Final = "Wir und unsere 214 Partner verarbeiten Daten, sagt unser Anwalt Kurt Nebenbei."
LETTER: Final = (
    "Unser Newsletter erscheint jeden Morgen. „Unverzichtbar“, sagt Leser Olaf Nebenbei."
)


def marked(blocks: Blocks, ways: Mapping[str, str]) -> list[str]:
    """Each block in the markup that `ways` has for its kind; the plain paragraph's is `""`."""
    kinds = [(block, block[0] if block[0] in "#>*" else "") for block in blocks]
    return [ways.get(k, ways[""]).format(escape(b.lstrip("#>* "), quote=False)) for b, k in kinds]


def parted(parts: list[str], between: Iterable[str]) -> str:
    """Something that is no article after the first, second, … paragraph."""
    out = list(parts)
    for place, foreign in enumerate(between):
        out.insert(min(len(out), 1 + 2 * place), foreign)
    return "\n".join(out)


def whole(body: str, head: str = "", lang: str = "de") -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>{escape(TITLE)} | Morgenpost</title>{head}</head>\n<body>{body}</body></html>"
    )


def ld(**facts: object) -> str:
    graph = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, **facts}
    return f'<script type="application/ld+json">{json.dumps(graph)}</script>'


def magazine(blocks: Blocks) -> str:
    """Utility classes only; sections are told apart by data attributes."""
    ways = {
        "": '<div class="lg:w-8/12 mx-auto"><p>{}</p></div>',
        "#": '<h3 class="font-bold text-2xl">{}</h3>',
        ">": '<blockquote class="border-l-4"><p>{}</p></blockquote>',
        "*": '<ul class="pl-24"><li>{}</li></ul>',
    }
    related = (
        f'<section data-area="related_articles"><h4>{LABELS[1]}</h4>'
        f'<a href="/b"><span>Altenrode</span><span>{TEASER}</span></a></section>'
    )
    picture = f'<figure><img src="x.jpg"><figcaption><p>{CAPTION}</p></figcaption></figure>'
    letter = f'<section data-area="newsletter"><p>{LETTER}</p><button>Abonnieren</button></section>'
    return whole(
        f'<div id="Inhalt"><header><nav><a href="/">Politik</a></nav></header><main><article>'
        f"<header><h2><span>Altenrode</span> <span>{TITLE}</span></h2>"
        f'<div class="leading-loose">Von <a href="/a">Ida Nebenbei</a></div>'
        f"<time>02.03.2026, 09.30 Uhr</time></header>"
        f'<section data-area="body"><div>{parted(marked(blocks, ways), (picture, related, letter))}'
        f'</div></section><div data-area="author"><p>{BIO}</p></div></article>'
        f'<section data-area="comments"><h3>Diskutieren Sie mit</h3><p>{COMMENT}</p></section>'
        f"</main><footer><p>{CONSENT}</p></footer></div>",
        ld(author={"@type": "Person", "name": "Ida Brandt"}),
    )


def weekly(blocks: Blocks) -> str:
    """Block-element-modifier classes, and the readers' comments as articles of their own."""
    ways = {
        "": '<p class="paragraph article__item">{}</p>',
        "#": '<h2 class="article__subheading article__item">{}</h2>',
        ">": '<blockquote class="quote article__item"><p class="quote__text">{}</p></blockquote>',
        "*": '<ul class="list article__item"><li>{}</li></ul>',
    }
    box = (
        f'<aside class="topicbox article__item"><div class="topicbox__kicker">{LABELS[0]}:</div>'
        f'<article><h3><a href="/x">{TEASER}</a></h3><p>{BIO}</p></article></aside>'
    )
    advert = '<div class="ad-container"><span>Anzeige</span></div>'
    letter = f'<div class="newsletter-signup"><h3>Newsletter</h3><p>{LETTER}</p></div>'
    comments = "".join(
        f'<article class="comment"><h4>Leser {n}</h4><div class="comment__body"><p>{COMMENT}</p>'
        f"</div></article>"
        for n in range(6)
    )
    return whole(
        f'<main class="main"><article class="article"><header class="article-header">'
        f'<h1 class="article-heading"><span>Verkehr</span>: <span>{TITLE}</span></h1>'
        f'<div class="summary">Ein Überblick.</div>'
        f'<div class="byline">Von <a rel="author" href="/a">Ida Nebenbei</a></div>'
        f'<div class="metadata"><time datetime="2026-03-02">2. März 2026, 9:30 Uhr</time></div>'
        f'</header><div class="article-body article-page">'
        f"{parted(marked(blocks, ways), (box, advert, letter))}</div></article>"
        f'<section class="comment-section" id="comments"><h2>6 Kommentare</h2>{comments}</section>'
        f"</main>",
        ld(author=[{"@type": "Person", "name": "Ida Brandt"}]),
    )


def portal(blocks: Blocks) -> str:
    """Hashed class names say nothing: only words and links tell what a box is."""
    ways = {
        "": '<div class="css-1x9a"><p class="css-q7">{}</p></div>',
        "#": '<div class="css-1x9a"><h2 class="css-h2">{}</h2></div>',
        ">": '<div class="css-1x9a"><blockquote>{}</blockquote></div>',
        "*": '<div class="css-1x9a"><ul><li>{}</li></ul></div>',
    }
    one = f'<div class="css-9z"><p><b>{LABELS[0]}:</b> <a href="/x">{TEASER}</a></p></div>'
    two = (
        f'<div class="css-9z"><span>{LABELS[2]}</span><ul><li><a href="/y">{TEASER}</a></li>'
        f'<li><a href="/z">Bahnchef Curt Nebenbei verspricht, dass alles besser wird</a></li></ul>'
        f"</div>"
    )
    picture = (
        f'<div class="css-im"><picture><img src="x.jpg" alt="{escape(CAPTION)}"></picture>'
        f'<div class="css-cap"><figcaption>{CAPTION}</figcaption></div></div>'
    )
    return whole(
        f'<div id="app"><div class="css-0"><a href="/">Start</a><a href="/w">Wetter</a></div>'
        f'<div class="css-main"><h1 class="css-h1">{TITLE}</h1><div class="css-by">Von Ida '
        f'Nebenbei</div><div class="css-dt">Aktualisiert am 02.03.2026 - 09:30 Uhr</div>'
        f'<div class="css-dt">Lesedauer: 3 Min.</div>'
        f"{parted(marked(blocks, ways), (picture, one, two))}"
        f'<div class="css-src"><div>Verwendete Quellen</div><ul><li>Nachrichtenagentur Nebenbei'
        f"</li></ul></div></div></div>",
        '<meta property="og:type" content="article">',
    )


def regional(blocks: Blocks) -> str:
    """Teasers are paragraphs of the article, wholly linked; the author's box is inside as well."""
    ways = {
        "": '<p class="id-StoryElement-paragraph">{}</p>',
        "#": '<h2 class="id-StoryElement-crosshead">{}</h2>',
        ">": '<p class="id-StoryElement-citation">{}</p>',
        "*": '<ul class="id-StoryElement-list"><li>{}</li></ul>',
    }
    linked = f'<p class="id-StoryElement-paragraph"><a href="/x">{TEASER}</a></p>'
    tip = (
        f'<p class="id-StoryElement-paragraph"><strong>{LABELS[3]}: <a href="/y">{TEASER}</a>'
        f"</strong></p>"
    )
    picture = (
        f'<figure class="id-StoryElement-image"><img src="x.jpg"><figcaption '
        f'class="id-StoryElement-image-figcaption">{CAPTION} © Nebenbei/dpa</figcaption></figure>'
    )
    return whole(
        f'<div class="id-Container"><article class="id-Story"><ul class="id-Breadcrumb"><li>'
        f'<a href="/">Startseite</a></li></ul><h1 class="id-StoryElement-headline">{TITLE}</h1>'
        f'<p class="id-StoryElement-timestamp">Stand: 02.03.2026, 09:30 Uhr</p>'
        f'<p class="id-StoryElement-author">Von: <a href="/a">Ida Nebenbei</a></p>'
        f"{parted(marked(blocks, ways), (picture, linked, tip))}"
        f'<p class="id-StoryElement-paragraph"><em>(Von Ida Nebenbei mit dpa)</em></p>'
        f'</article><div class="id-Comments"><p>{COMMENT}</p></div></div>',
        ld(),
    )


def broadcaster(blocks: Blocks) -> str:
    """A pull quote repeats what somebody said, a player and a fact box stand in between."""
    ways = {
        "": '<p class="textabsatz m-ten">{}</p>',
        "#": '<h2 class="meldung__subhead">{}</h2>',
        ">": '<div class="zitat"><p class="textabsatz">{}</p></div>',
        "*": '<ul class="liste"><li>{}</li></ul>',
    }
    player = (
        f'<div class="absatzbild"><div class="absatzbild__info"><h4>{TEASER}</h4>'
        f'<p class="absatzbild__info__text">Bernd Nebenbei, tagesthemen, 22:15 Uhr</p></div></div>'
    )
    teaser = (
        f'<div class="teaser-absatz"><a href="/x"><span class="teaser-absatz__date">02.03.2026'
        f"</span><h3>{TEASER}</h3><p>{BIO}</p></a></div>"
    )
    return whole(
        f'<div class="content-wrapper"><article class="container"><div class="seitenkopf">'
        f'<span class="seitenkopf__topline">Altenrode</span> <h1 class="seitenkopf__headline">'
        f'<span class="seitenkopf__headline--text">{TITLE}</span></h1>'
        f'<p class="metatextline">Stand: 02.03.2026 09:30 Uhr</p></div>'
        f'<div class="authorline"><p>Von Ida Nebenbei, SWR</p></div>'
        f"{parted(marked(blocks, ways), (player, teaser))}</article>"
        f'<div class="meldungsfooter"><p>Dieses Thema im Programm: „Nebenbei“ am 2. März.</p></div>'
        f"</div>",
    )


def blog(blocks: Blocks) -> str:
    """WordPress with its usual plugins and threaded comments."""
    ways = {
        "": "<p>{}</p>",
        "#": '<h2 class="wp-block-heading">{}</h2>',
        ">": '<blockquote class="wp-block-quote"><p>{}</p></blockquote>',
        "*": "<ul><li>{}</li></ul>",
    }
    picture = (
        f'<figure class="wp-block-image"><img src="x.jpg"><figcaption class="wp-element-caption">'
        f"{CAPTION}</figcaption></figure>"
    )
    also = f'<p><strong>{LABELS[0]}:</strong> <a href="/x">{TEASER}</a></p>'
    comments = f'<li class="comment"><div class="comment-content"><p>{COMMENT}</p></div></li>' * 4
    return whole(
        f'<div id="page" class="site"><main id="primary"><article class="post hentry">'
        f'<header class="entry-header"><h1 class="entry-title">{TITLE}</h1><div class="entry-meta">'
        f'2. März 2026 von <span class="author vcard">Ida Nebenbei</span></div></header>'
        f'<div class="entry-content">{parted(marked(blocks, ways), (picture, also))}'
        f'<div class="sharedaddy"><h3>Teilen mit:</h3></div><div class="jp-relatedposts">'
        f'<h3>Ähnliche Beiträge</h3><p>{TEASER}</p></div></div><div class="author-box"><p>{BIO}</p>'
        f'</div></article><div id="comments" class="comments-area"><h2>4 Gedanken zu „Streit“</h2>'
        f'<ol class="comment-list">{comments}</ol></div></main><aside id="secondary"><section '
        f'class="widget"><p>{LETTER}</p></section></aside></div>',
        '<meta name="author" content="Ida Brandt">',
    )


def tables(blocks: Blocks) -> str:
    """The web of 1999: one cell holds the article, and breaks stand for paragraphs."""
    ways = {"": "{}<br><br>", "#": "<b>{}</b><br><br>", ">": "<i>{}</i><br><br>"}
    links = f'<a href="1.html">{TEASER}</a><br><a href="2.html">Archiv</a>'
    return whole(
        f'<table width="100%"><tr><td colspan="2"><font size="6">Altenroder Bote</font></td></tr>'
        f'<tr><td width="150" bgcolor="#eeeeee">{links}</td><td><h1>{TITLE}</h1>'
        f"<font face=Arial>{''.join(marked(blocks, ways))}</font></td></tr>"
        f'<tr><td colspan="2"><small>{CONSENT}</small></td></tr></table>'
    )


def amp(blocks: Blocks) -> str:
    """XHTML with an encoding declaration, custom elements, an article body in JSON-LD."""
    ways = {
        "": "<p>{}</p>",
        "#": "<h2>{}</h2>",
        ">": "<blockquote><p>{}</p></blockquote>",
        "*": "<ul><li>{}</li></ul>",
    }
    advert = '<amp-ad width="300" height="250" type="doubleclick"></amp-ad>'
    picture = f'<amp-img src="x.jpg"></amp-img><p class="caption">{CAPTION}</p>'
    body = " ".join(block.lstrip("#>* ") for block in blocks)
    page = whole(
        f'<header><a href="/">Bote</a></header><article><h1>{TITLE}</h1>'
        f'<p class="author">Ida Nebenbei</p><div class="content">'
        f"{parted(marked(blocks, ways), (picture, advert))}</div></article>"
        f'<amp-sidebar><ul><li><a href="/x">{TEASER}</a></li></ul></amp-sidebar>',
        ld(articleBody=body),
    )
    return '<?xml version="1.0" encoding="iso-8859-1"?>\n' + page


def magazine_cms(blocks: Blocks) -> str:
    """Embedded posts behind a consent, a poll, initials, a lead outside the text."""
    ways = {
        "": "<p>{}</p>",
        "#": '<h3 class="subheading">{}</h3>',
        ">": "<blockquote>{}</blockquote>",
        "*": '<ul class="rte--list"><li>{}</li></ul>',
    }
    post = (
        f'<div class="opt-in"><p>Empfohlener redaktioneller Inhalt</p><p>Mit Ihrer Zustimmung wird '
        f'hier ein Beitrag von Nebenbei geladen.</p></div><blockquote class="twitter-tweet"><p>'
        f'{COMMENT}</p>&mdash; Nebenbei <a href="/x">2. März 2026</a></blockquote>'
    )
    poll = '<div class="poll"><p>Umfrage: Soll die Brücke zu bleiben? Nebenbei sagt ja.</p></div>'
    teaser = f'<div class="a-inline-teaser"><a href="/x"><strong>{TEASER}</strong></a></div>'
    opening, *rest = marked(blocks, ways)
    return whole(
        f'<main><article><header class="a-article-header"><h1>{TITLE}</h1>{opening}'
        f'<div class="creator">Von <span>Ida Nebenbei</span></div><time>02.03.2026, 09:30</time>'
        f'</header><div class="article-content">{parted(rest, (post, poll, teaser))}'
        f'<p>(<a href="mailto:x@y.example">in</a>)</p></div></article></main>'
    )


TEMPLATES: Final[Mapping[str, Callable[[Blocks], str]]] = {
    maker.__name__: maker
    for maker in (magazine, weekly, portal, regional, broadcaster, blog, tables, amp, magazine_cms)
}

LIVE: Final = (
    ("Brücke wieder frei", "Die Talbrücke ist seit dem Mittag wieder befahrbar. Das sagte Vogt."),
    ("Prüfer vor Ort", "„Wir haben nichts gefunden“, sagte ein Prüfer. Er wolle morgen berichten."),
    ("Sperrung verlängert", "Die Polizei sperrt die Brücke bis zwölf Uhr. Es staut sich weit."),
)


def live_blog(entries: tuple[tuple[str, str], ...]) -> str:
    """Every entry is an article of its own; the newest stands first."""
    articles = "".join(
        f'<article class="entry"><time>1{n}:30 Uhr</time><h3>{title}</h3><p>{text}</p></article>'
        for n, (title, text) in enumerate(entries)
    )
    facts = {"@type": "LiveBlogPosting", "headline": "Ticker zur Brücke"}
    return whole(
        f"<main><h1>Ticker zur Brücke</h1><div>{articles}</div></main><aside>{TEASER}</aside>",
        f'<script type="application/ld+json">{json.dumps(facts)}</script>',
    )
