"""An article, and what the engine found in it → records, each written in one pass.

The same bytes as `schemas.encode` makes of the models, at a third of the cost; a test compares.
What all statements of an article begin with is written once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from pydantic_core import to_json

import schemas
from schemas import ArticleParsed, ArticleRef, ClaimExtracted, Message, PageFetched, QuoteExtracted
from schemas.base import event_name, instant_text
from schemas.cloudevents import Envelope
from schemas.ids import claim_name, derived, quote_name

from .article import Article
from .extraction import Extraction
from .fingerprint import fingerprint
from .statements import Fields, claim_fields, engine, quote_fields

SOURCE: Final = "/wortlaut/parser"


def records_of(
    page: PageFetched, article: Article, revision: schemas.Revision, found: Extraction
) -> tuple[Message, ...]:
    """The article first: it announces what follows."""
    reference = _reference(page, article, revision)
    quotes, claims = _by_id(found, reference, article.text)
    whole = _announced(page, article, revision, len(quotes), len(claims))
    return (
        schemas.encode(whole, SOURCE),
        *_messages(QuoteExtracted, quotes, reference),
        *_messages(ClaimExtracted, claims, reference),
    )


def _reference(page: PageFetched, article: Article, revision: schemas.Revision) -> ArticleRef:
    return ArticleRef(
        id=page.article_id,
        revision=revision,
        url=page.url,
        outlet=page.outlet,
        title=article.title,
        published_at=article.published_at,
        fetched_at=page.fetched_at,
        language=article.language,
    )


def _announced(
    page: PageFetched, article: Article, revision: schemas.Revision, quotes: int, claims: int
) -> ArticleParsed:
    return ArticleParsed(
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
        quote_count=quotes,
        claim_count=claims,
    )


def _by_id(
    found: Extraction, article: ArticleRef, text: str
) -> tuple[Mapping[str, Fields], Mapping[str, Fields]]:
    revision = schemas.Revision(article.revision)
    said_on = (article.published_at or article.fetched_at).date()
    ids = [derived(article.id, quote_name(revision, q.type, q.spans)) for q in found.quotes]

    def id_of(place: int | None) -> str | None:
        return None if place is None else ids[place]

    quotes = (
        (ids[place], quote_fields(quote, text, id_of(quote.nested_in)))
        for place, quote in enumerate(found.quotes)
    )
    claims = (
        (
            derived(article.id, claim_name(revision, claim.attribution, claim.spans)),
            claim_fields(claim, text, id_of(claim.quote), said_on),
        )
        for claim in found.claims
    )
    return _one_each(quotes), _one_each(claims)


def _one_each(statements: Iterable[tuple[str, Fields]]) -> Mapping[str, Fields]:
    """An id is stored once, so it is announced and sent once: the first counts."""
    by_id: dict[str, Fields] = {}
    for statement_id, fields in statements:
        by_id.setdefault(statement_id, fields)
    return by_id


def _messages(
    kind: type[QuoteExtracted | ClaimExtracted], by_id: Mapping[str, Fields], article: ArticleRef
) -> Iterator[Message]:
    envelope = Envelope(kind, article.id, article.fetched_at, SOURCE)
    read_by = engine()
    state = f"{read_by.sequence}|{instant_text(article.fetched_at)}"
    start = f'{{"article_id":"{article.id}","id":"'.encode()
    shared = f'","article":{article.model_dump_json()},"engine":{read_by.model_dump_json()},'
    behind = shared.encode()
    for statement_id, fields in by_id.items():
        own = to_json(fields, inf_nan_mode="null")
        value = b"".join((start, statement_id.encode(), behind, own[1:]))
        event_id = derived(article.id, event_name(kind, f"{statement_id}|{state}"))
        yield envelope.around(event_id, value)
