"""Where Kafka and Postgres are, as people write it: a slip is named before anybody waits for it."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

_BROKER: Final = re.compile(r"(?:\[[0-9A-Fa-f:.%\w]+\]|[^\s:,/\[\]]+)(?::\d{1,5})?")
_SCHEMES: Final = ("postgresql", "postgres")


def kafka_servers(text: str) -> str:
    """ValueError that names the part that is no address."""
    for part in text.split(","):
        if not _BROKER.fullmatch(part.strip()):
            raise ValueError(f"{part!r} is no address of Kafka: write HOST:PORT[,HOST:PORT…]")
    return text


def postgres_url(text: str) -> str:
    """ValueError that repeats nothing of the URL but its scheme: there may be a password in it."""
    try:
        parts = urlsplit(text)
        scheme, _ = parts.scheme, parts.port
    except ValueError as error:
        raise ValueError(f"no URL of Postgres: {error}") from error
    if scheme not in _SCHEMES:
        found = f"not {scheme}://" if scheme else "and this has no scheme"
        raise ValueError(f"Postgres is postgresql://USER[:PASSWORD]@HOST[:PORT]/DATABASE, {found}")
    return text
