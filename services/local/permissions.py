"""Who may do what with the topics, as Kafka's own commands: least of all for whoever only reads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from schemas.topics import (
    ARTICLES,
    CLAIMS,
    GROUPS,
    PAGES,
    PAGES_BACKFILL,
    PUBLIC,
    QUOTES,
    dead_letters,
    retries,
)

Resource: TypeAlias = Literal["topic", "group"]

READ: Final = ("Read", "Describe")
WRITE: Final = ("Write", "Describe")
LOOK: Final = ("Read", "Describe", "DescribeConfigs")

# What a service sends, beside the dead letters of its own group.
SENDS: Final = {
    "fetcher": (PAGES, PAGES_BACKFILL),
    "parser": (ARTICLES, QUOTES, CLAIMS),
    "store": (),
}
# What a service hears of the others, as a group of its own.
HEARS: Final = {
    "fetcher": (
        ARTICLES,
        dead_letters(PAGES.name, "parser"),
        dead_letters(PAGES_BACKFILL.name, "parser"),
    )
}
SERVICES: Final = ("fetcher", "parser", "store")


@dataclass(frozen=True, slots=True)
class Permission:
    """`is_prefix`: of every name that begins so."""

    user: str
    operations: tuple[str, ...]
    resource: Resource
    name: str
    is_prefix: bool = False

    @property
    def command(self) -> str:
        """For `kafka-acls --bootstrap-server …`."""
        operations = " ".join(f"--operation {operation}" for operation in self.operations)
        pattern = " --resource-pattern-type prefixed" if self.is_prefix else ""
        return (
            f"--add --allow-principal User:{self.user} {operations} "
            f"--{self.resource} {self.name}{pattern}"
        )


def permissions(reader: str = "reader") -> Iterator[Permission]:
    """Of the services, each as a user of its name, and of whoever subscribes."""
    for service in SERVICES:
        yield from of_service(service)
    yield from of_lag()
    yield from of_reader(reader)


def of_service(service: str) -> Iterator[Permission]:
    for topic in SENDS[service]:
        yield Permission(service, WRITE, "topic", topic.name)
    for topic in HEARS.get(service, ()):
        yield Permission(service, READ, "topic", topic.name)
    for topic in GROUPS.get(service, ()):
        yield Permission(service, READ, "topic", topic.name)
        yield Permission(service, READ, "topic", retries(topic.name, service).name)
        yield Permission(service, WRITE, "topic", dead_letters(topic.name, service).name)
    yield Permission(service, READ, "group", service)


def of_lag() -> Iterator[Permission]:
    """The reporter looks at every topic and group, and reads the age of what waits."""
    yield Permission("lag", LOOK, "topic", "wortlaut.", is_prefix=True)
    yield Permission("lag", ("Describe",), "group", "*")


def of_reader(reader: str) -> Iterator[Permission]:
    """Whoever subscribes: the public topics, and groups that begin with their own name."""
    for topic in PUBLIC:
        yield Permission(reader, READ, "topic", topic.name)
    yield Permission(reader, READ, "group", f"{reader}-", is_prefix=True)
