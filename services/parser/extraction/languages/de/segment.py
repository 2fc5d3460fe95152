"""A stretch of a sentence between delimiters, and what the place of its verb makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["v2", "v1", "sub", "rel", "w", "inf", "frag", "so", "quote"]


FINITE: Final = frozenset({"VVFIN", "VAFIN", "VMFIN", "VVIMP"})


VERB_END: Final = frozenset(
    {"VVPP", "VAPP", "VMPP", "VVINF", "VAINF", "VMINF", "VVIZU", "PTKVZ", *FINITE}
)


DEPENDENT: Final = frozenset({"sub", "rel", "w", "inf"})


@dataclass(slots=True)
class Segment:
    """A stretch between delimiters; `delimiter` is the mark before it."""

    first: int
    end: int
    delimiter: str
    kind: Kind = "frag"
    finite: int | None = None
    opener: int | None = None
    coordinated: bool = False
    clause: int = -1
