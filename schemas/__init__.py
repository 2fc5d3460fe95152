"""The contract: events, topics, ids. Needs pydantic and nothing else."""

from .articles import (
    ArticleChecked,
    ArticleParsed,
    ArticleRejected,
    ArticleWithdrawn,
    Extractor,
    RejectionReason,
)
from .base import MAX_TEXT, Event, without_unstorable
from .cloudevents import (
    EVENTS,
    Message,
    Record,
    UndecodableError,
    UnknownEventError,
    decode,
    encode,
)
from .ids import Revision, article_id, claim_id, quote_id, revision, urn_of
from .links import text_fragment
from .pages import (
    MAX_BODY_BYTES,
    FeedEntry,
    HttpResponse,
    PageFetched,
    PageGone,
    ParsedBefore,
)
from .statements import ClaimExtracted, QuoteExtracted
from .values import (
    ArticleRef,
    Cue,
    Engine,
    Known,
    Mention,
    Quantity,
    Span,
    Speaker,
    Time,
)

__all__ = [
    "EVENTS",
    "MAX_BODY_BYTES",
    "MAX_TEXT",
    "ArticleChecked",
    "ArticleParsed",
    "ArticleRef",
    "ArticleRejected",
    "ArticleWithdrawn",
    "ClaimExtracted",
    "Cue",
    "Engine",
    "Event",
    "Extractor",
    "FeedEntry",
    "HttpResponse",
    "Known",
    "Mention",
    "Message",
    "PageFetched",
    "PageGone",
    "ParsedBefore",
    "Quantity",
    "QuoteExtracted",
    "Record",
    "RejectionReason",
    "Revision",
    "Span",
    "Speaker",
    "Time",
    "UndecodableError",
    "UnknownEventError",
    "article_id",
    "claim_id",
    "decode",
    "encode",
    "quote_id",
    "revision",
    "text_fragment",
    "urn_of",
    "without_unstorable",
]
