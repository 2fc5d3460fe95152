"""What the fetcher is told by its environment (`WORTLAUT_FETCHER_…`)."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Final

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from .addresses import Network
from .answers import Limits
from .schedule import Polling

MIB: Final = 1024 * 1024


class FetcherSettings(BaseSettings):
    """Defaults are for the open web: slow, small, and never into a private network."""

    model_config = SettingsConfigDict(
        env_prefix="WORTLAUT_FETCHER_", frozen=True, extra="ignore", env_ignore_empty=True
    )

    feeds_file: Path | None = Field(None, description="OPML, YAML, or one feed URL a line")
    user_agent: str = "Wortlaut/0.1"
    contact_url: str = Field("", description="where a publisher learns who asks; set it")
    allow_networks: Annotated[tuple[Network, ...], NoDecode] = Field(
        (), description="private networks that may be fetched from: 10.1.0.0/16,fd00::/8"
    )
    honour_reservations: bool = Field(True, description="noindex, noai, TDM reservation")

    pace_seconds: float = Field(2.0, ge=0, description="between two requests to a host, at least")
    host_at_once: int = Field(2, ge=1, description="requests to one host in flight")
    private_pace_seconds: float = Field(0.0, ge=0, description="likewise in allowed networks")
    private_host_at_once: int = Field(16, ge=1)
    hosts_at_once: int = Field(64, ge=1)
    fetches_at_once: int = Field(64, ge=1)
    visit_seconds: float = Field(15.0, gt=0, description="a host is given back after this")
    visit_items: int = Field(64, ge=1)
    lease_seconds: float = Field(60.0, gt=0)
    idle_seconds: float = Field(10.0, gt=0, description="a look at the frontier, if nothing wakes")
    stop_seconds: float = Field(10.0, ge=0, description="what is in hand may take so long to end")

    total_seconds: float = Field(30.0, gt=0, description="a whole request, redirects included")
    connect_seconds: float = Field(10.0, gt=0)
    redirects: int = Field(5, ge=0)
    page_bytes: int = Field(5 * MIB, ge=1, description="after unpacking")
    feed_bytes: int = Field(12 * MIB, ge=1, description="after unpacking")
    feed_entries: int = Field(2000, ge=1)
    stale_days: int = Field(0, ge=0, description="older entries are not fetched; 0: all are")
    sitemap_days: int = Field(
        7, ge=1, description="what a sitemap says is older is not fetched: it may list an archive"
    )
    hand_mib: int = Field(
        24,
        ge=1,
        description="of answers that are not published yet; what is made of them doubles it",
    )
    headline_minutes: float = Field(
        60, ge=0, description="a page whose title changed in its feed is fetched again after this"
    )
    repair_minutes: float = Field(
        120, gt=0, description="a page that nothing was heard of since is fetched again"
    )
    repairs: int = Field(3, ge=0, description="so often at most")

    poll_first_minutes: float = Field(15, gt=0)
    poll_min_minutes: float = Field(5, gt=0)
    poll_max_minutes: float = Field(360, gt=0)

    @field_validator("allow_networks", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
        return value

    @property
    def agent(self) -> str:
        return f"{self.user_agent} (+{self.contact_url})" if self.contact_url else self.user_agent

    @property
    def limits(self) -> Limits:
        return Limits(
            total_seconds=self.total_seconds,
            connect_seconds=self.connect_seconds,
            redirects=self.redirects,
            connections=self.fetches_at_once,
            connections_per_host=max(self.host_at_once, self.private_host_at_once),
        )

    @property
    def polling(self) -> Polling:
        return Polling(
            first=timedelta(minutes=self.poll_first_minutes),
            shortest=timedelta(minutes=self.poll_min_minutes),
            longest=timedelta(minutes=self.poll_max_minutes),
        )
