"""What stands around an article on its page, and in between: taken out before the text is read.

General signs only: what an element is called in the class and id names of news systems, German and
English; what a label says; what is wholly a link. Words of the article are never such a sign alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import Final, Literal

from lxml.etree import strip_elements
from lxml.html import HtmlElement

from .blocks import HEADINGS, UNSEEN

_TAGS: Final = frozenset(
    {"aside", "button", "dialog", "figcaption", "footer", "form", "iframe", "nav", "template"}
)
_NAMED: Final = frozenset(
    {"class", "id", "data-area", "data-testid", "data-component", "role", "itemprop"}
)

# Parts of class and id names. `absatzbild__info` has the parts „absatzbild“ and „info“.
_BOX: Final = (
    "absatzbild advert advertisement anzeige author authorbox authorline authors autor autorbox"
    " autorenbox banner bildtext bildunterschrift breadcrumb breadcrumbs byline caption captions"
    " consent contentinfo copyright cookie cookies dachzeile embed facebook figcaption"
    " imagecaption instagram kicker mediaplayer metatextline navigation newsletter opt optin"
    " outbrain paidcontent podcast poll promo recirculation recommendations related relatedposts"
    " share sharedaddy sharing sidebar social subscribe taboola taglist tags tiktok timestamp"
    " topicbox topline tweet twitter umfrage voting werbung"
)
# These name the opening paragraph too: furniture only when they lead elsewhere.
_LINK: Final = (
    "box card infobox link linkbox links mehr more next promobox read readmore recommendation"
    " teaser teasers teaserbox weiterlesen"
)
_BOXES: Final = frozenset(_BOX.split())
_LINKS: Final = frozenset(_LINK.split())
_COMMENTS: Final = frozenset({"comment", "comments", "commentlist", "disqus", "kommentare"})
_SIGNS: Final = _BOXES | _LINKS | _COMMENTS
_NO_LETTERS: Final = {code: " " for code in range(128) if not chr(code).isalpha()}
_LABEL: Final = re.compile(
    r"(?:auch interessant|auch lesenswert|das könnte sie (?:auch )?interessieren"
    r"|hier (?:lesen|geht es zu)|lesen sie (?:auch|hier|hierzu|dazu|mehr|jetzt|weiter)"
    r"|lesetipps?(?: der redaktion)?|mehr (?:zum thema|dazu|zu diesem thema|aus dem ressort)"
    r"|passend (?:zum thema|dazu)|weitere (?:artikel|meldungen|themen|nachrichten)"
    r"|zum thema|zum weiterlesen|ähnliche (?:artikel|beiträge)|empfehlungen? der"
    r" redaktion|empfohlener (?:externer|redaktioneller) inhalt|read more|related)\b",
    re.IGNORECASE,
)
_LONGEST_LABEL: Final = 40
_PART: Final = re.compile(r"[a-zäöü]+")
_TOPICS: Final = ("tag-", "category-", "kategorie-")  # a blog's words for what a post is about
_HOLDS_ARTICLE: Final = frozenset({"html", "body", "main"})
_TEXT_BLOCKS: Final = frozenset({"p", "li", "div", "strong", "span", "b"}) | HEADINGS


def without_furniture(tree: HtmlElement) -> HtmlElement:
    """The same tree, with what is no article taken out of it."""
    strip_elements(tree, *UNSEEN, with_tail=False)
    for element in list(_furniture_in(tree)):
        _dropped(element)
    for element in list(tree.iter(*_TEXT_BLOCKS)):
        if _is_label(element):
            _dropped_with_what_it_announces(element)
    for element in list(tree.iter("p", "li", *HEADINGS)):
        if _is_only_a_link(element):
            _dropped(element)
    return tree


def _furniture_in(tree: HtmlElement) -> Iterator[HtmlElement]:
    """In document order, without what stands inside: it goes along."""
    waiting = [tree]
    while waiting:
        element = waiting.pop()
        if element.tag not in _HOLDS_ARTICLE and _is_furniture(element):
            yield element
        else:
            waiting.extend(element.iterchildren("*", reversed=True))


def _is_furniture(element: HtmlElement) -> bool:
    if element.tag in _TAGS:
        return True
    signs = set()
    for name, value in element.items():
        if name == "hidden":
            return True
        if name in _NAMED:
            signs.add(_sign(value))
    if "comments" in signs:
        return not _has_headline(element)
    if "box" in signs:
        return not _holds_article(element)
    return "link" in signs and _leads_elsewhere(element) and not _holds_article(element)


@lru_cache(maxsize=4096)
def _sign(name: str) -> Literal["comments", "box", "link"] | None:
    if name.islower() and _SIGNS.isdisjoint(name.translate(_NO_LETTERS).split()):
        return None  # nearly every name, and most are met once
    parts = _parts(name)
    if parts & _COMMENTS:
        return "comments"
    if parts & _BOXES:
        return "box"
    return "link" if parts & _LINKS else None


def _parts(name: str) -> set[str]:
    names = [n for n in name.split() if not n.startswith(_TOPICS)]
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", " ".join(names))
    return set(_PART.findall(spaced.lower()))


def _leads_elsewhere(element: HtmlElement) -> bool:
    return _link_share(element) > 0.5


def _has_headline(element: HtmlElement) -> bool:
    return element.find(".//h1") is not None


def _holds_article(element: HtmlElement) -> bool:
    """A name such as `has-sidebar` must not cost the article: a box holds no five paragraphs."""
    if _has_headline(element) or element.find(".//*[@itemprop='articleBody']") is not None:
        return True
    long = (p for p in element.iter("p") if len(p.text_content()) >= 80 and p.find(".//a") is None)
    return len(list(islice(long, 5))) == 5


def _is_label(element: HtmlElement) -> bool:
    """„Lesen Sie auch:“, alone or with a link after it."""
    start = (element.text or "").strip() or _first_words(element)
    if not start or not _LABEL.match(start):
        return False
    text = " ".join(element.text_content().split())
    stands_alone = len(text) <= _LONGEST_LABEL and text[-1:] not in ".!?“"
    return stands_alone or _link_share(element) > 0.5


def _is_only_a_link(element: HtmlElement) -> bool:
    """`<p><a>…</a></p>`: a teaser, whatever it says."""
    if len(element) != 1 or element[0].tag != "a":
        return False
    around = (element.text or "") + (element[0].tail or "")
    return not around.strip()


def _first_words(element: HtmlElement) -> str:
    return next((t for part in element.itertext() if (t := part.strip())), "")[:_LONGEST_LABEL]


def _link_share(element: HtmlElement) -> float:
    text = len("".join(element.text_content().split()))
    linked = sum(len("".join(a.text_content().split())) for a in element.iter("a"))
    return linked / text if text else 0.0


def _dropped_with_what_it_announces(element: HtmlElement) -> None:
    """The label, the links after it, and the box if nothing else was in it."""
    parent = element.getparent()
    if parent is None:
        return
    for follower in list(element.itersiblings()):
        if not isinstance(follower.tag, str) or _link_share(follower) <= 0.8:
            break
        _dropped(follower)
    _dropped(element)


def without_headline(tree: HtmlElement) -> None:
    """Metadata has it."""
    if (headline := tree.find(".//h1")) is not None:
        _dropped(headline)


def _dropped(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()  # what follows it stays
