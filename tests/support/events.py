"""Events that fit together: the quote and the claim stand in the text of the article."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any, Final, Literal

from schemas import (
    ArticleChecked,
    ArticleParsed,
    ArticleRef,
    ArticleRejected,
    ArticleWithdrawn,
    ClaimExtracted,
    Engine,
    PageFetched,
    PageGone,
    QuoteExtracted,
    RejectionReason,
    Span,
    Speaker,
    article_id,
    claim_id,
    quote_id,
    revision,
)

URL: Final = "https://zeitung.example/bruecke"
OUTLET: Final = "zeitung.example"
MONDAY: Final = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TEXT: Final = (
    "Die Brücke bleibt gesperrt. „Wir prüfen jeden Pfeiler“, sagte Verkehrsministerin "
    "Jana Vogt am Montag. Nach ihren Angaben sind mindestens 40 Schrauben gerissen."
)
QUOTE: Final = "Wir prüfen jeden Pfeiler"
CLAIM: Final = "sind mindestens 40 Schrauben gerissen"
SPEAKER: Final = "Verkehrsministerin Jana Vogt"
CONTEXT: Final = 32  # code points of prefix and suffix


def span_of(part: str, text: str) -> Span:
    """Where `part` first stands in `text`."""
    start = text.index(part)
    return Span(start=start, end=start + len(part))


def a_page(
    body: str = f"<html><body><article><p>{TEXT}</p></article></body></html>",
    *,
    url: str = URL,
    fetched_at: datetime = MONDAY,
    media_type: str = "text/html",
    **changes: Any,
) -> PageFetched:
    fields = {
        "article_id": article_id(url),
        "url": url,
        "canonical_url": url,
        "final_url": url,
        "outlet": OUTLET,
        "fetched_at": fetched_at,
        "media_type": media_type,
        "body": body,
        "body_sha256": hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest(),
    }
    return PageFetched.model_validate(fields | changes)


def a_gone_page(
    url: str = URL,
    *,
    reason: Literal["gone", "not_found", "erased"] = "gone",
    fetched_at: datetime = MONDAY,
) -> PageGone:
    return PageGone(article_id=article_id(url), url=url, fetched_at=fetched_at, reason=reason)


def an_article(
    text: str = TEXT,
    *,
    url: str = URL,
    fetched_at: datetime = MONDAY,
    sequence: int = 1,
    language: str = "de",
    **changes: Any,
) -> ArticleParsed:
    fields = {
        "article_id": article_id(url),
        "revision": revision(text),
        "engine": Engine(version=f"0.{sequence}.0", sequence=sequence),
        "url": url,
        "outlet": OUTLET,
        "title": "Brücke bleibt gesperrt",
        "authors": ("Ida Brandt",),
        "published_at": MONDAY,
        "fetched_at": fetched_at,
        "language": language,
        "text": text,
        "truncated": False,
        "fingerprint": (1, 2, 2**32 - 1),
        "extractor": {"name": "trafilatura", "version": "2.3.1"},
        "quote_count": 1,
        "claim_count": 1,
    }
    return ArticleParsed.model_validate(fields | changes)


def a_check(article: ArticleParsed | None = None, *, fetched_at: datetime) -> ArticleChecked:
    """The article fetched again at `fetched_at`, and unchanged."""
    seen = article or an_article()
    return ArticleChecked(article_id=seen.article_id, revision=seen.revision, fetched_at=fetched_at)


def a_rejection(
    url: str = URL,
    *,
    reason: RejectionReason = "paywall",
    fetched_at: datetime = MONDAY,
    detail: str | None = None,
) -> ArticleRejected:
    return ArticleRejected(
        article_id=article_id(url), url=url, reason=reason, fetched_at=fetched_at, detail=detail
    )


def a_withdrawal(
    url: str = URL,
    *,
    reason: Literal["gone", "not_found", "erased"] = "gone",
    fetched_at: datetime = MONDAY,
) -> ArticleWithdrawn:
    return ArticleWithdrawn(article_id=article_id(url), reason=reason, fetched_at=fetched_at)


def a_reference(article: ArticleParsed) -> ArticleRef:
    """The article as its quotes and claims carry it."""
    return ArticleRef(
        id=article.article_id,
        revision=article.revision,
        url=article.url,
        outlet=article.outlet,
        title=article.title,
        published_at=article.published_at,
        fetched_at=article.fetched_at,
        language=article.language,
    )


def a_speaker(mention: str = SPEAKER, *, text: str = TEXT, **changes: Any) -> Speaker:
    """Jana Vogt, or another by `changes`; the mention need not stand in the text."""
    fields = {
        "mention": mention,
        "spans": (span_of(mention, text),) if mention in text else (),
        "name": "Jana Vogt",
        "role": "Verkehrsministerin",
        "affiliation": None,
        "kind": "person",
        "resolution": "explicit",
    }
    return Speaker.model_validate(fields | changes)


def a_quote(
    article: ArticleParsed | None = None,
    text: str = QUOTE,
    *,
    type: str = "direct",  # noqa: A002 - the event's own name for it
    **changes: Any,
) -> QuoteExtracted:
    """`text` must stand in the article's."""
    whole = article or an_article()
    span = span_of(text, whole.text)
    fields = _statement(whole, text, span) | {
        "id": quote_id(whole.article_id, revision(whole.text), type, [(span.start, span.end)]),
        "type": type,
        "partial": False,
        "medium": ("speech",),
        "speaker": a_speaker(text=whole.text),
        "cue": {"text": "sagte", "lemma": "sagen", "spans": (), "category": "say"},
        "frame": None,
        "addressee": None,
        "speech_act": "assertion",
        "nested_in": None,
        "rule": "direct.speaker_after_cue",
    }
    return QuoteExtracted.model_validate(fields | changes)


def a_claim(
    article: ArticleParsed | None = None,
    text: str = CLAIM,
    *,
    attribution: str = "attributed",
    **changes: Any,
) -> ClaimExtracted:
    """`text` must stand in the article's."""
    whole = article or an_article()
    span = span_of(text, whole.text)
    places = [(span.start, span.end)]
    fields = _statement(whole, text, span) | {
        "id": claim_id(whole.article_id, revision(whole.text), attribution, places),
        "quote_id": None,
        "claimant": a_speaker("ihren", text=whole.text, resolution="pronoun"),
        "attribution": attribution,
        "polarity": "positive",
        "certainty": "certain",
        "mood": "indicative",
        "hedges": (),
        "times": (),
        "places": (),
        "quantities": (_FORTY_BOLTS,) if text == CLAIM else (),
        "about": ("schraube", "reißen"),
        "predicate": "reißen",
        "setting": ("Jana", "Vogt", "brücke"),
        "signals": ("quantity",),
        "rule": "claims.reported",
    }
    return ClaimExtracted.model_validate(fields | changes)


_FORTY_BOLTS: Final = {
    "surface": "mindestens 40 Schrauben",
    "spans": (span_of("mindestens 40 Schrauben", TEXT),),
    "value": None,
    "min": 40,
    "max": None,
    "unit": "Schraube",
    "comparator": "at_least",
    "counts": ("schraube", "reißen"),
}


def _statement(article: ArticleParsed, text: str, span: Span) -> dict[str, Any]:
    return {
        "article_id": article.article_id,
        "article": a_reference(article),
        "engine": article.engine,
        "text": text,
        "spans": (span,),
        "prefix": article.text[max(0, span.start - CONTEXT) : span.start],
        "suffix": article.text[span.end : span.end + CONTEXT],
        "confidence": "high",
    }
