"""What the store is told by its environment (`WORTLAUT_STORE_…`)."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class StoreSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="WORTLAUT_STORE_", frozen=True, extra="ignore")

    connect_seconds: float = Field(10, gt=0, description="how long a connection may take to open")
    statement_seconds: float = Field(30, gt=0, description="a statement that takes longer is cut")
    lock_seconds: float = Field(10, gt=0, description="how long to wait for another store's rows")
    keepalive_seconds: int = Field(30, ge=1, description="a silent connection is asked after this")
