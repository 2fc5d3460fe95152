"""Other spellings of one page: AMP, mobile hosts, session ids, front files. Pure text."""

from __future__ import annotations

import re
from typing import Final

MOBILE: Final = frozenset({"m", "mobil", "mobile", "amp"})
_CACHED: Final = re.compile(r"/(?:[civ]/)?(s/)?([^/]+\.[^/]+(?:/.*)?)")
_AMP_SUFFIX: Final = re.compile(r"(?<=[^/])(?:/amp/?$|\.amp(?=\.html?$)|\.amp$)", re.IGNORECASE)
_AMP_PREFIX: Final = re.compile(r"^/amp(?=/[^/])", re.IGNORECASE)
_FRONT_FILE: Final = re.compile(r"(?<=/)index\.html?$", re.IGNORECASE)
_SESSION: Final = re.compile(r";jsessionid=[^/?;]*", re.IGNORECASE)
_SLASHES: Final = re.compile(r"(?<=[^/])/+$")
_SPELLED: Final = re.compile(r"amp|;j|/index\.h|/$", re.IGNORECASE)
"""Something of what one of the former may change."""
_VARIANTS: Final = frozenset(
    {"amp", "amp=1", "amp=true", "output=amp", "outputtype=amp", "outputtype=valid_amp"}
)
_SESSIONS: Final = frozenset({"phpsessid", "jsessionid", "sid"})


def desktop_host(host: str, registered: str) -> str:
    """`m.zeitung.de` → `www.zeitung.de`, and nothing below or beside it."""
    first, _, rest = host.partition(".")
    return f"www.{rest}" if first in MOBILE and rest and rest == registered else host


def plain_path(path: str) -> str:
    """`/amp/politik/a.amp.html`, `/politik/a/amp/`, `/politik/a/index.html` → one each."""
    if not _SPELLED.search(path):
        return path  # nearly all
    while (plainer := _plainer(path)) != path:
        path = plainer
    return path


def _plainer(path: str) -> str:
    path = _AMP_PREFIX.sub("", _SESSION.sub("", path))
    return _SLASHES.sub("", _FRONT_FILE.sub("", _AMP_SUFFIX.sub("", path)))


def is_variant(pair: str) -> bool:
    """Whether a parameter only chooses a rendering, or names a visit and not a page."""
    lowered = pair.lower()
    name, _, value = lowered.partition("=")
    return lowered in _VARIANTS or (name in _SESSIONS and len(value) >= 16)


def cached_by(host: str, path: str) -> str | None:
    """The page that a cache of AMP pages holds under this address, if it is one."""
    is_google = host.startswith("www.google.") and path.startswith("/amp/")
    if not is_google and not host.endswith(".cdn.ampproject.org"):
        return None
    inner = _CACHED.fullmatch(path.removeprefix("/amp") if is_google else path)
    return f"http{'s' if inner[1] else ''}://{inner[2]}" if inner else None
