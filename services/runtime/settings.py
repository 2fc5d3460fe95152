"""What every service is told by its environment (`WORTLAUT_…`)."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class RuntimeSettings(BaseSettings):
    """Built once, in `__main__`; nothing else reads the environment."""

    model_config = SettingsConfigDict(env_prefix="WORTLAUT_", frozen=True, extra="ignore")

    bootstrap_servers: str = Field("localhost:9092", description="Kafka, host:port[,host:port…]")
    session_timeout_ms: int = Field(
        45_000, ge=1000, description="after so long a silent member's partitions are given away"
    )
    heartbeat_interval_ms: int = Field(3_000, ge=100, description="a third of it, or less")
    max_poll_interval_ms: int = Field(
        300_000, ge=10_000, description="how long a batch may take before the group moves on"
    )
    fetch_max_wait_ms: int = Field(100, ge=1, description="how long an idle broker holds a poll")
    batch_records: int = Field(500, ge=1, description="records handed to a handler at once")
    urgent_records: int = Field(
        200, ge=0, description="a backfill rests while more live records than this wait"
    )
    publish_timeout_seconds: float = Field(
        60, gt=0, description="for the acknowledgement of a batch of records"
    )

    database_url: str = Field(
        "postgresql://wortlaut@localhost:5432/wortlaut", description="Postgres, 16 or newer"
    )
    database_password_file: Path | None = Field(
        None, description="a file with the password, instead of one in the URL"
    )

    http_host: str = Field("127.0.0.1", description="where /metrics, /livez and /readyz listen")
    http_port: int = Field(8000, ge=0, le=65535, description="likewise")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["json", "text"] = Field("json", description="json, or text for people")
    start_deadline_seconds: float = Field(60, ge=0, description="how long to wait for dependencies")
    stop_grace_seconds: float = Field(20, gt=0, description="how long a batch in hand may take")
    stall_seconds: float = Field(60, gt=0, description="a blocked event loop ends the process")

    @property
    def dsn(self) -> str:
        """The database URL with the password from its file, if there is one."""
        if self.database_password_file is None:
            return self.database_url
        password = quote(self.database_password_file.read_text().strip(), safe="")
        parts = urlsplit(self.database_url)
        user, _, host = parts.netloc.rpartition("@")
        user = user.partition(":")[0]
        return urlunsplit(parts._replace(netloc=f"{user}:{password}@{host}"))
