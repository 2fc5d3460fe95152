"""Quotes and claims in the words of schema.org: `Quotation` and `Claim`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[str, Any]
Node: TypeAlias = dict[str, Any]


def linked(kind: str, row: Row) -> Node:
    return quotation(row) if kind == "quotes" else claim(row)


def quotation(row: Row) -> Node:
    voice = _voice(row, "speaker")
    return _without_nothing(
        {
            "@type": "Quotation",
            "@id": f"urn:uuid:{row['id']}",
            "text": row["text"],
            "inLanguage": row["language"],
            "url": _web(row["link"]),
            "spokenByCharacter": voice,
            "creditText": None if voice else row["speaker_mention"],
            "keywords": [row["type"], row["speech_act"]],
            "isPartOf": _article(row),
        }
    )


def claim(row: Row) -> Node:
    """The claimant is its author; of what the article says itself, the outlet is."""
    own = _outlet(row) if row["attribution"] == "author" else None
    voice = _voice(row, "claimant") or own
    return _without_nothing(
        {
            "@type": "Claim",
            "@id": f"urn:uuid:{row['id']}",
            "text": row["text"],
            "inLanguage": row["language"],
            "url": _web(row["link"]),
            "author": voice,
            "creditText": None if voice else row["claimant_mention"],
            "keywords": [row["attribution"], row["polarity"], row["certainty"]],
            "appearance": _article(row),
        }
    )


def _voice(row: Row, who: str) -> Node | None:
    """A person or an organization; for others schema.org has no place here."""
    kind = {"person": "Person", "organization": "Organization"}.get(row[f"{who}_kind"] or "")
    name = row[f"{who}_name"] or row[f"{who}_mention"]
    if kind is None or not name:
        return None
    if kind == "Organization":
        return {"@type": kind, "name": name}
    affiliation = row[f"{who}_affiliation"]
    return _without_nothing(
        {
            "@type": kind,
            "name": name,
            "jobTitle": row[f"{who}_role"],
            "affiliation": affiliation and {"@type": "Organization", "name": affiliation},
        }
    )


def _article(row: Row) -> Node:
    return _without_nothing(
        {
            "@type": "NewsArticle",
            "@id": f"urn:uuid:{row['article_id']}",
            "url": _web(row["url"]),
            "headline": row["title"],
            "datePublished": _date(row["published_at"]),
            "inLanguage": row["language"],
            "version": row["revision"],
            "publisher": _outlet(row),
        }
    )


def _outlet(row: Row) -> Node:
    return {"@type": "Organization", "name": row["outlet"]}


def _web(url: str) -> str | None:
    """A text without a place on the web has no URL."""
    return url if url.startswith(("http://", "https://")) else None


def _date(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def _without_nothing(node: Node) -> Node:
    return {name: value for name, value in node.items() if value is not None}
