"""One surname in two spellings: „Selenskyj“ and „Selenski“, „Bart“ and „Barth“."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_LEAST: Final = 5  # letters; shorter names differ by one letter as often as not
_SOUNDS: Final = (
    *(("tsch", "c"), ("ch", "c"), ("sch", "s"), ("sh", "s"), ("zh", "s"), ("zy", "si")),
    *(("ij", "i"), ("yj", "i"), ("yi", "i"), ("iy", "i"), ("y", "i"), ("j", "i"), ("w", "v")),
    *(("ph", "f"), ("ff", "v"), ("th", "t"), ("ck", "k"), ("kh", "k"), ("c", "k"), ("q", "k")),
    *(("ou", "u"), ("oo", "u"), ("ee", "i"), ("ie", "i"), ("ss", "s"), ("z", "s"), ("h", "")),
)


def is_variant(one: str, other: str) -> bool:
    """The same sounds, or one letter more, less, other or in another place."""
    if min(len(one), len(other)) < _LEAST - 1 or max(len(one), len(other)) < _LEAST:
        return False
    left, right = one.casefold(), other.casefold()
    if left[0] != right[0] or left == right:
        return left == right
    return _sound(left) == _sound(right) or _is_near(left, right)


@lru_cache(maxsize=1 << 11)
def _sound(name: str) -> str:
    found = name.replace("-", "")
    for letters, sound in _SOUNDS:
        found = found.replace(letters, sound)
    last = ""
    return "".join(last := letter for letter in found if letter != last)


def _is_near(left: str, right: str) -> bool:
    if len(left) < len(right):
        left, right = right, left
    if len(left) - len(right) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), -1)
    if start < 0:
        return left[-1] in "hn"  # „Barth“; „Kramers“ may be a genitive
    if len(left) != len(right):
        return left[start + 1 :] == right[start:]
    return left[start + 2 :] == right[start + 2 :] and left[start : start + 2] == (
        right[start + 1 : start + 2] + right[start]
    )
