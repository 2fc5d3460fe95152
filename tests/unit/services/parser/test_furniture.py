from __future__ import annotations

import lxml.html
import pytest

from services.parser.furniture import without_furniture

TEXT = "Die Brücke bleibt gesperrt. Das sagte die Ministerin Jana Vogt am Montag in Neustadt."
BODY = "".join(f"<p>{TEXT} Das war Absatz {number}.</p>" for number in range(6))


def left(html: str) -> str:
    tree = lxml.html.document_fromstring(f"<html><body>{html}</body></html>")
    return " ".join(without_furniture(tree).text_content().split())


@pytest.mark.parametrize(
    "box",
    [
        "<aside><p>fremd</p></aside>",
        "<figure><figcaption>fremd</figcaption></figure>",
        "<div hidden><p>fremd</p></div>",
        '<div class="c-newsletter-box"><p>fremd</p></div>',
        '<div class="ArticleNewsletter"><p>fremd</p></div>',
        '<div data-component="RelatedPosts"><p>fremd</p></div>',
        '<section id="kommentare"><p>fremd</p></section>',
        '<p class="teaser"><a href="/x">fremd</a></p>',
        '<p><a href="/x">fremd</a></p>',
        '<p>Lesen Sie auch: <a href="/x">fremd</a></p>',
        '<p><b>Mehr zum Thema:</b></p><ul><li><a href="/x">fremd</a></li></ul>',
        '<div><span>Das könnte Sie auch interessieren</span><a href="/x">fremd</a></div>',
    ],
)
def test_what_is_no_article_is_taken_out(box: str) -> None:
    found = left(f"<p>Davor.</p>{box}<p>Danach.</p>")

    assert "fremd" not in found
    assert "Davor." in found
    assert "Danach." in found


@pytest.mark.parametrize(
    "html",
    [
        '<article class="post tag-newsletter category-podcast"><p>bleibt</p></article>',
        '<p class="article__teaser">bleibt: der Vorspann verweist auf nichts.</p>',
        f'<div class="has-sidebar social"><h1>Titel</h1><p>bleibt</p>{BODY}</div>',
        f'<div class="podcast"><p>bleibt</p>{BODY}</div>',
        '<div class="sharing"><div itemprop="articleBody"><p>bleibt</p></div></div>',
        "<p>Mehr zum Thema Lärm bleibt dem Rat für den Mai vorbehalten, sagte er.</p>",
        "<p>„Lesen Sie auch die Anlagen, das bleibt wichtig“, mahnte Kranz.</p>",
        '<p>Das bleibt, <a href="/x">wie berichtet</a>, noch lange so.</p>',
        '<div class="commentary"><p>bleibt</p></div>',
        f'<div id="__next"><h1>Titel</h1><p>bleibt</p><a href="/x">{TEXT * 9}</a></div>',
    ],
)
def test_names_and_words_of_the_article_cost_it_nothing(html: str) -> None:
    assert "bleibt" in left(html)


def test_text_after_a_removed_element_stays() -> None:
    assert left("<p>Eins <button>Teilen</button> zwei.</p>") == "Eins zwei."
