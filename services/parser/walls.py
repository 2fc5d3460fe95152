"""Pages that are served in an article's place: told by what they say of themselves."""

from __future__ import annotations

import re
from typing import Final, Literal

from .metadata import Metadata

Wall = Literal["paywall", "bot_wall", "noindex"]

TEASER: Final = 1500  # code points; an article that is not free and shorter is its own teaser
BRIEF: Final = 2500  # a wall says little

_BOT_WALL = re.compile(
    r"just a moment|attention required|checking your browser|are you a robot|access denied|captcha"
    r"|verify(?:ing)? (?:that )?you are (?:a )?human|enable javascript and cookies to continue"
    r"|zugriff verweigert|bestätigen sie, dass sie (?:ein mensch|kein)",
    re.IGNORECASE,
)


def wall(metadata: Metadata, text: str, raw: str) -> Wall | None:
    if "noindex" in metadata.robots:
        return "noindex"
    if len(text) < BRIEF and _BOT_WALL.search(f"{metadata.title or ''}\n{text[:500]}"):
        return "bot_wall"
    if len(text) < TEASER and "/cdn-cgi/challenge-platform/" in raw:
        return "bot_wall"
    if metadata.is_free is False and len(text) < TEASER:
        return "paywall"
    return None
