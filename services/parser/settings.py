"""What the parser is told by its environment (`WORTLAUT_PARSER_…`)."""

from __future__ import annotations

import os

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _cores() -> int:
    return len(os.sched_getaffinity(0))


class ParserSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="WORTLAUT_PARSER_", frozen=True, extra="ignore")

    workers: int = Field(default_factory=_cores, ge=1, description="worker processes")
    page_seconds: float = Field(60, gt=0, description="a page that takes longer is a dead letter")
    worker_pages: int = Field(1000, ge=1, description="pages before a worker is replaced")
    worker_memory_mib: int = Field(1024, ge=256, description="a page that needs more is dead")
