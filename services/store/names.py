"""Names as columns hold them, and which of them mean one person in every article."""

from __future__ import annotations

import re
from typing import Final

MAX_NAME: Final = 200
"""Code points of a name in a column. What is longer is none, and would not fit into an index."""

_TITLE: Final = re.compile(
    r"""
    herrn? | frau | dr | prof | professor(in)? | doktor | mag | ing | mr | mrs | ms | sir
    | lady | lord | graf | gräfin | baron(in)? | prinz | prinzessin | papst | kardinal | bischof
    | pastor(in)? | pfarrer(in)? | präsident(in)? | kanzler(in)? | minister(in)? | general | oberst
    """,
    re.VERBOSE,
)
_PARTICLE: Final = re.compile(
    r"""
    von | vom | van | de[nrl]? | della | d[aiu] | dos | das | l[ae] | zu[mr]? | te[nr]
    | [ae]l | bin | ibn | abu
    """,
    re.VERBOSE,
)


def column_name(name: str | None) -> str | None:
    """With single blanks and cut to what an index takes; None for what is no name at all."""
    return None if name is None else " ".join(name.split())[:MAX_NAME] or None


def is_full_name(name: str) -> bool:
    """Whether a given name and a surname are there: „Jana Vogt“, not „Vogt“, „Frau Dr. Vogt“.

    A surname with its particles („von der Leyen“) is bare all the same, and an initial names
    nobody. In doubt it is none: two people made one is worse than one person left as two.
    """
    words = [word.strip(".,").casefold() for word in name.split()]
    while words and (_TITLE.fullmatch(words[0]) or _PARTICLE.fullmatch(words[0])):
        words.pop(0)
    telling = [word for word in words if len(word) > 1 and not _PARTICLE.fullmatch(word)]
    return len(telling) > 1 and len(words[0]) > 1
