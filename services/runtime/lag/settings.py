"""What the lag reporter is told by its environment."""

from __future__ import annotations

import json
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from schemas.topics import GROUPS, LISTENERS, dead_letters, retries


class LagSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="WORTLAUT_LAG_", frozen=True, extra="ignore")

    interval_seconds: float = Field(10, gt=0, description="how often the groups are looked at")
    groups: Annotated[dict[str, tuple[str, ...]], NoDecode] = Field(
        {},
        description="groups of subscribers to report beside our own: group=topic+topic,group=…",
    )

    @field_validator("groups", mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        return value if isinstance(value, dict) else dict(map(_group, _items(str(value))))

    @property
    def watched(self) -> dict[str, tuple[str, ...]]:
        """Group to topics: ours with what is replayed to them, and those of subscribers."""
        ours = {
            group: tuple(topic.name for topic in topics)
            + tuple(retries(topic.name, group).name for topic in topics)
            for group, topics in GROUPS.items()
        }
        listening = {
            group: tuple(topic.name for topic in topics) for group, topics in LISTENERS.items()
        }
        return ours | listening | dict(self.groups)

    @property
    def dead_letter_topics(self) -> tuple[str, ...]:
        return tuple(
            dead_letters(topic.name, group).name
            for group, topics in GROUPS.items()
            for topic in topics
        )


def _items(value: str) -> list[str]:
    return [item.strip() for item in value.split(",") if item.strip()]


def _group(item: str) -> tuple[str, tuple[str, ...]]:
    name, given, topics = item.partition("=")
    if not (name and given and topics):
        raise ValueError(f"{json.dumps(item)}: write group=topic or group=topic+topic")
    return name.strip(), tuple(topic.strip() for topic in topics.split("+"))
