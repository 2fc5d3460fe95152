"""Which partition a key belongs to: as all Kafka clients have it, at a quarter of the cost."""

from __future__ import annotations

import random
from functools import lru_cache
from struct import unpack_from
from typing import Final

_SEED: Final = 0x9747B28C
_M: Final = 0x5BD1E995
_ALL: Final = 0xFFFF_FFFF


def partition_of(key: bytes | None, partitions: int) -> int:
    """What has no key goes anywhere."""
    if key is None:
        return random.randrange(partitions)  # noqa: S311 - no secret
    return (_murmur2(key) & 0x7FFF_FFFF) % partitions


@lru_cache(maxsize=1024)  # what is said of one article comes together
def _murmur2(data: bytes) -> int:
    size = len(data)
    h = _SEED ^ size
    for k in unpack_from(f"<{size // 4}I", data):
        k = k * _M & _ALL  # noqa: PLW2901 - one mixing step after another
        h = (h * _M & _ALL) ^ ((k ^ k >> 24) * _M & _ALL)
    if rest := data[size & ~3 :]:
        h = (h ^ int.from_bytes(rest, "little")) * _M & _ALL
    h = (h ^ h >> 13) * _M & _ALL
    return h ^ h >> 15
