"""Pages that are served in an article's place: told by what they say of themselves.

An article *about* captchas or paywalls says of itself that it is one (JSON-LD, og:type), or is
longer than any wall; words alone never condemn a page that does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from .metadata import Metadata

TEASER: Final = 1500  # code points; an article that is not free and shorter is its own teaser
BRIEF: Final = 500  # a wall says little

# What challenge pages bring along, and ordinary pages behind the same services do not.
_CHALLENGES: Final = (
    "_cf_chl_opt",  # Cloudflare; its `challenge-platform` script alone is on every page
    "captcha-delivery.com",  # DataDome
    "px-captcha",  # HUMAN
    "_Incapsula_Resource",
    "AwsWafIntegration.getToken",
)
_BOT_TITLE: Final = re.compile(
    r"(?:just a moment|einen moment|nur einen moment|attention required|access denied"
    r"|are you (?:a robot|human)|security check|sicherheitsüberprüfung|sicherheitscheck"
    r"|zugriff verweigert|bot[- ]?verifi(?:cation|kation)|human verification|robot check"
    r"|checking your browser|ddos[- ]?guard|pardon our interruption)\b[^a-z]*(?:[|–-].*)?",
    re.IGNORECASE,
)
_BOT_WORDS: Final = re.compile(
    r"checking (?:if the site connection is secure|your browser)"
    r"|(?:verify|verifying|confirm) (?:that )?you are (?:a )?human|are you a robot"
    r"|enable javascript and cookies to continue|unusual traffic from your"
    r"|bestätigen sie, dass sie (?:ein mensch|kein roboter)|ungewöhnlichen datenverkehr"
    r"|javascript (?:und cookies )?(?:aktivieren|zu aktivieren)",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile('[„“”»«"][^„“”»«"\n]*[“”»«"]')
_OFFER: Final = re.compile(
    r"(?:jetzt |hier )?weiterlesen (?:mit|für)\b|(?:sie )?(?:möchten|wollen)(?: sie)? weiterlesen"
    r"|die(?:ser|sen) (?:artikel|text|beitrag) (?:ist (?:nur |exklusiv )?für abonnent"
    r"|(?:weiter)?lesen(?: sie)? (?:mit|nur)|ist kostenpflichtig)"
    r"|jetzt (?:abonnieren|registrieren|freischalten|testen)|(?:bereits|schon) (?:abonnent|kund)"
    r"|zugang zu allen (?:artikeln|inhalten)|ihr abo\b|das (?:und mehr )?lesen sie im abo",
    re.IGNORECASE,
)
_CONSENT: Final = re.compile(
    r"(?:zustimmen|akzeptieren|einverstanden) (?:&|und) weiter|mit werbung weiterlesen"
    r"|werbefrei (?:weiter)?lesen|accept (?:all )?and continue|pur[- ]abo",
    re.IGNORECASE,
)
_CONSENT_WORDS: Final = re.compile(
    r"cookies|tracking|partner|personenbezogen|einwilligung|datenschutz|widerruf|verarbeit\w+"
    r"|werbung|personal data|consent|advertising",
    re.IGNORECASE,
)
_LAST_LINES: Final = 4
_LONGEST_OFFER: Final = 160


class Wall(NamedTuple):
    reason: Literal["paywall", "consent", "bot_wall", "noindex"]
    detail: str


def wall(metadata: Metadata, text: str, raw: str) -> Wall | None:
    if {"noindex", "none"} & metadata.robots:
        return Wall("noindex", "the page asks not to be indexed")
    if len(text) >= TEASER:
        return None
    return _instead(metadata, text, raw) or _teaser(metadata, text)


def _instead(metadata: Metadata, text: str, raw: str) -> Wall | None:
    if metadata.is_article:
        return None
    if _is_challenge(metadata.title or "", text, raw):
        return Wall("bot_wall", "a challenge in the article's place")
    if _asks_for_consent(text):
        return Wall("consent", "a page that asks for consent, or for payment instead")
    return None


def _teaser(metadata: Metadata, text: str) -> Wall | None:
    if metadata.is_free is False:
        return Wall("paywall", f"not free, and only {len(text)} characters of text")
    if _ends_in_an_offer(text.splitlines()):
        return Wall("paywall", "the text breaks off at an offer to subscribe")
    return None


def _is_challenge(title: str, text: str, raw: str) -> bool:
    if any(mark in raw for mark in _CHALLENGES) or _BOT_TITLE.fullmatch(title):
        return True
    # an article quotes such words, a wall says them itself
    return len(text) < BRIEF and _BOT_WORDS.search(_QUOTED.sub("", text)) is not None


def _asks_for_consent(text: str) -> bool:
    words = {word.lower() for word in _CONSENT_WORDS.findall(text)}
    return len(words) >= 3 and _CONSENT.search(text) is not None


def _ends_in_an_offer(lines: Sequence[str]) -> bool:
    last = lines[-_LAST_LINES:]
    return any(len(line) <= _LONGEST_OFFER and _OFFER.match(line) for line in last)
