"""Sets of values that may grow within a version, and how a reader of today meets tomorrow's."""

from __future__ import annotations

from typing import Final

from pydantic import Field
from pydantic.fields import FieldInfo

KEYWORD: Final = "x-extensible"


def extensible(*, fallback: str) -> FieldInfo:
    """For an `Annotated[Literal[…], …]`: what `decode` takes for a value that it does not know.

    The type stays closed for the producer and for whoever matches on it; the schema tells everybody
    else that a new value may come.
    """
    told: FieldInfo = Field(json_schema_extra={KEYWORD: {"fallback": fallback}})
    return told
