"""Ids are derived, never drawn: the same thing has the same id in every replay and replica."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final, NewType
from uuid import NAMESPACE_URL, UUID, uuid5

Revision = NewType("Revision", str)

_NAMESPACE: Final = NAMESPACE_URL.bytes


def article_id(canonical_url: str) -> UUID:
    """`uuid5(NAMESPACE_URL, canonical_url)`, at two thirds of the price."""
    name = _NAMESPACE + canonical_url.encode()
    return UUID(bytes=hashlib.sha1(name, usedforsecurity=False).digest()[:16], version=5)


def urn_of(body: bytes) -> str:
    """The canonical „URL“ of a text that has none."""
    return f"urn:sha256:{hashlib.sha256(body).hexdigest()}"


def revision(text: str) -> Revision:
    """Names a text, and does not order: the first 16 hex digits of its sha256 in UTF-8."""
    return Revision(hashlib.sha256(text.encode()).hexdigest()[:16])


def quote_id(article: UUID, of: Revision, kind: str, spans: Iterable[tuple[int, int]]) -> UUID:
    return uuid5(article, quote_name(of, kind, spans))


def claim_id(
    article: UUID, of: Revision, attribution: str, spans: Iterable[tuple[int, int]]
) -> UUID:
    return uuid5(article, claim_name(of, attribution, spans))


def quote_name(of: Revision, kind: str, spans: Iterable[tuple[int, int]]) -> str:
    """What the id of a quote is derived from, beside the article."""
    return f"{of}|quote|{kind}|{_spelled(spans)}"


def claim_name(of: Revision, attribution: str, spans: Iterable[tuple[int, int]]) -> str:
    return f"{of}|claim|{attribution}|{_spelled(spans)}"


def derived(namespace: UUID, name: str) -> str:
    """`str(uuid5(namespace, name))`, at a third of the price, for who needs thousands as text."""
    digest = hashlib.sha1(namespace.bytes + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def _spelled(spans: Iterable[tuple[int, int]]) -> str:
    return ",".join([f"{start}-{end}" for start, end in spans])
