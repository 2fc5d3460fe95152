"""What the engine found → events as the contract's own models: what the parser must write."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeVar
from uuid import UUID

import schemas
from schemas import ArticleParsed, ArticleRef, ClaimExtracted, Event, PageFetched, QuoteExtracted
from services.parser.article import Article
from services.parser.dating import dated
from services.parser.extraction import Extraction, model
from services.parser.fingerprint import fingerprint
from services.parser.statements import engine

S = TypeVar("S", QuoteExtracted, ClaimExtracted)

CONTEXT: Final = 32  # code points of prefix and suffix


def events_of(
    page: PageFetched, article: Article, revision: schemas.Revision, found: Extraction
) -> list[Event]:
    reference = ArticleRef(
        id=page.article_id,
        revision=revision,
        url=page.url,
        outlet=page.outlet,
        title=article.title,
        published_at=article.published_at,
        fetched_at=page.fetched_at,
        language=article.language,
    )
    quotes = _quotes_in(found, reference, article.text)
    claims = _claims_in(found, reference, article.text)
    whole = ArticleParsed(
        article_id=page.article_id,
        fetched_at=page.fetched_at,
        revision=revision,
        engine=engine(),
        url=page.url,
        outlet=page.outlet,
        title=article.title,
        authors=article.authors,
        published_at=article.published_at,
        language=article.language,
        text=article.text,
        truncated=article.truncated,
        fingerprint=fingerprint(article.text),
        extractor=article.extractor,
        quote_count=len(quotes),
        claim_count=len(claims),
    )
    return [whole, *quotes, *claims]


def _quotes_in(found: Extraction, article: ArticleRef, text: str) -> list[QuoteExtracted]:
    ids = _quote_ids(found, article)
    return _one_each(
        QuoteExtracted(
            article_id=article.id,
            id=ids[place],
            article=article,
            engine=engine(),
            type=quote.type,
            partial=quote.partial,
            medium=quote.medium,
            text=quote.text,
            spans=_spans(quote.spans),
            prefix=_prefix(text, quote.spans),
            suffix=_suffix(text, quote.spans),
            speaker=_speaker(quote.speaker),
            cue=_cue(quote.cue),
            frame=_mention(quote.frame),
            addressee=_mention(quote.addressee),
            speech_act=quote.speech_act,
            nested_in=None if quote.nested_in is None else ids[quote.nested_in],
            rule=quote.rule,
            confidence=quote.confidence,
        )
        for place, quote in enumerate(found.quotes)
    )


def _claims_in(found: Extraction, article: ArticleRef, text: str) -> list[ClaimExtracted]:
    ids = _quote_ids(found, article)
    revision = schemas.Revision(article.revision)
    return _one_each(
        ClaimExtracted(
            article_id=article.id,
            id=schemas.claim_id(article.id, revision, claim.attribution, claim.spans),
            article=article,
            engine=engine(),
            text=claim.text,
            spans=_spans(claim.spans),
            prefix=_prefix(text, claim.spans),
            suffix=_suffix(text, claim.spans),
            quote_id=None if claim.quote is None else ids[claim.quote],
            claimant=_speaker(claim.claimant),
            attribution=claim.attribution,
            polarity=claim.polarity,
            certainty=claim.certainty,
            mood=claim.mood,
            hedges=_mentions(claim.hedges),
            times=tuple(_time(time, article) for time in claim.times),
            places=_mentions(claim.places),
            quantities=tuple(_quantity(q) for q in claim.quantities),
            about=claim.about,
            predicate=claim.predicate,
            setting=claim.setting,
            signals=claim.signals,
            rule=claim.rule,
            confidence=claim.confidence,
        )
        for claim in found.claims
    )


def _quote_ids(found: Extraction, article: ArticleRef) -> list[UUID]:
    revision = schemas.Revision(article.revision)
    return [schemas.quote_id(article.id, revision, q.type, q.spans) for q in found.quotes]


def _one_each(statements: Iterable[S]) -> list[S]:
    """An id is stored once, so it is announced and sent once: the first counts."""
    by_id: dict[UUID, S] = {}
    for statement in statements:
        by_id.setdefault(statement.id, statement)
    return list(by_id.values())


def _spans(spans: Iterable[model.Span]) -> tuple[schemas.Span, ...]:
    return tuple(schemas.Span(start=start, end=end) for start, end in spans)


def _prefix(text: str, spans: model.Spans) -> str:
    start = spans[0].start
    return text[max(0, start - CONTEXT) : start]


def _suffix(text: str, spans: model.Spans) -> str:
    end = spans[-1].end
    return text[end : end + CONTEXT]


def _mention(mention: model.Mention | None) -> schemas.Mention | None:
    if mention is None:
        return None
    return schemas.Mention(text=mention.text, spans=_spans(mention.spans))


def _time(time: model.Time, article: ArticleRef) -> schemas.Time:
    said = article.published_at or article.fetched_at
    return schemas.Time(
        text=time.text, spans=_spans(time.spans), value=dated(time.value, said.date())
    )


def _mentions(mentions: Iterable[model.Mention]) -> tuple[schemas.Mention, ...]:
    return tuple(schemas.Mention(text=m.text, spans=_spans(m.spans)) for m in mentions)


def _speaker(speaker: model.Speaker | None) -> schemas.Speaker | None:
    if speaker is None:
        return None
    return schemas.Speaker(
        mention=speaker.mention,
        spans=_spans(speaker.spans),
        name=speaker.name,
        role=speaker.role,
        affiliation=speaker.affiliation,
        kind=speaker.kind,
        resolution=speaker.resolution,
    )


def _cue(cue: model.Cue | None) -> schemas.Cue | None:
    if cue is None:
        return None
    return schemas.Cue(
        text=cue.text, lemma=cue.lemma, spans=_spans(cue.spans), category=cue.category
    )


def _quantity(quantity: model.Quantity) -> schemas.Quantity:
    return schemas.Quantity(
        surface=quantity.surface,
        spans=_spans(quantity.spans),
        value=quantity.value,
        min=quantity.min,
        max=quantity.max,
        unit=quantity.unit,
        comparator=quantity.comparator,
        counts=quantity.counts,
    )
