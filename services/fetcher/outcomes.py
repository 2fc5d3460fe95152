"""What can become of a request: a closed set, the same in metrics, rows and log lines."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

Kind: TypeAlias = Literal["feed", "article", "robots", "tdmrep"]
Outcome: TypeAlias = Literal[
    "ok",
    "not_modified",  # 304, or the same bytes as last time
    "elsewhere",  # a redirect to another host, or one that must wait: asked next, in its turn
    "redirected",  # the redirects end nowhere: a loop, too many, no target
    "http_4xx",
    "http_5xx",
    "timeout",  # of the whole request
    "dns",
    "tls",
    "connect",
    "protocol",  # what answered does not speak HTTP, or breaks off
    "too_large",
    "robots",
    "bad_feed",
    "refused",  # by us: a private address, another scheme, a URL we do not follow
    "unsupported",  # no HTML or text: a PDF, a picture, an unknown encoding
    "reserved",  # the publisher objects: noindex, noarchive, noai, a TDM reservation
    "bot_wall",  # a challenge in the page's place
    "consent",  # redirected to where consent is asked for
    "paywall",  # redirected to where a reader logs in or pays
    "erased",  # on request: never again
    "stale",  # older than we look back; not asked for
    "empty",
    "error",  # our own fault, with a traceback in the log
]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)

ARRIVED: Final[frozenset[Outcome]] = frozenset({"ok", "not_modified"})
UNREACHABLE: Final[frozenset[Outcome]] = frozenset({"timeout", "dns", "tls", "connect", "protocol"})
LASTING: Final[frozenset[Outcome]] = frozenset(
    {
        "too_large", "robots", "refused", "unsupported", "reserved", "redirected", "bot_wall",
        "consent", "paywall",
    }
)  # fmt: skip
"""Asking again soon will not change these."""
