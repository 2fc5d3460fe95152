"""The filters that `tail` and `search` have in common, as options."""

from __future__ import annotations

import argparse
from typing import Final

TYPES: Final = ("direct", "indirect", "reported", "free_indirect", "indirect_free_indirect")


def add(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    group = parser.add_argument_group("filters: all of them must hold")
    group.add_argument("--speaker", metavar="NAME", help="part of who says or claims it")
    group.add_argument("--outlet", metavar="NAME", help="the outlet, or a domain above it")
    group.add_argument("--language", metavar="CODE", help="of the article: de")
    group.add_argument("--type", choices=TYPES, help="of a quote")
    group.add_argument("--denied", action="store_true", help="what is denied")
    return group
