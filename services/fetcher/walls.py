"""Answers that stand in an article's place: challenges, requests for consent, pay gates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from .outcomes import Outcome

# By the first label of a host, or a whole segment of a path, that an article redirects to.
_CONSENT: Final = frozenset(
    {"consent", "guce", "cmp", "zustimmung", "privacywall", "privacy-wall", "cookie-consent",
     "cookiewall", "collectconsent"}
)  # fmt: skip
_PAYWALL: Final = frozenset(
    {"login", "signin", "anmelden", "sso", "accounts", "auth", "paywall", "bezahlschranke"}
)
_CHALLENGED: Final = frozenset({202, 401, 403, 405, 429, 503})
# Headers by which the known services say that this is a challenge and no page.
_CHALLENGES: Final = (
    ("cf-mitigated", "challenge", "a Cloudflare challenge"),
    ("x-amzn-waf-action", "", "an AWS WAF challenge"),
    ("x-datadome", "", "a DataDome challenge"),
    ("x-px-block", "", "a PerimeterX challenge"),
)


def wall_of(target: str, source: str) -> tuple[Outcome, str] | None:
    """What a redirect from an article leads to, if that is no article but a gate."""
    marks = _marks(target) - _marks(source)
    if found := marks & _CONSENT:
        return "consent", f"redirected to where consent is asked for ({min(found)})"
    if found := marks & _PAYWALL:
        return "paywall", f"redirected to where readers log in or pay ({min(found)})"
    return None


def challenge_of(status: int, headers: Mapping[str, str]) -> str | None:
    """Which wall against bots answered, as its headers tell."""
    if status not in _CHALLENGED:
        return None
    for name, value, said in _CHALLENGES:
        if value in headers.get(name, "").lower() and name in headers:
            return said
    return None


def _marks(url: str) -> frozenset[str]:
    parts = urlsplit(url)
    return frozenset({(parts.hostname or "").partition(".")[0], *parts.path.lower().split("/")})
