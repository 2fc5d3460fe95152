"""Where a command finds Kafka and Postgres: options, environment, a running `wortlaut up`."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from services.local.errors import OptionError

if TYPE_CHECKING:
    from services.runtime.security import Security

STATE: Final = Path(".wortlaut")
STATE_MODE: Final = 0o711  # as root, Postgres runs under another account and passes through
_FILE: Final = "up.json"


@dataclass(frozen=True, slots=True)
class Running:
    """The addresses of a stack that `wortlaut up` holds; `pid` tells whether it still does."""

    pid: int
    bootstrap_servers: str
    database_url: str
    metrics: dict[str, str]


def remember(running: Running, state: Path = STATE) -> Path:
    state.mkdir(mode=STATE_MODE, parents=True, exist_ok=True)
    file = state / _FILE
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)  # holds a password
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(asdict(running), stream)
    return file


def forget(state: Path = STATE) -> None:
    (state / _FILE).unlink(missing_ok=True)


def running(state: Path = STATE) -> Running | None:
    """None when there is none, or it died without saying so."""
    try:
        found = Running(**json.loads((state / _FILE).read_text("utf-8")))
        os.kill(found.pid, 0)
    except (OSError, ValueError, TypeError):
        return None
    return found


def add_kafka(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--bootstrap-servers",
        metavar="HOST:PORT",
        help="Kafka (default: WORTLAUT_BOOTSTRAP_SERVERS, else a running `wortlaut up`)",
    )


def add_database(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--database-url",
        metavar="URL",
        help="Postgres (default: WORTLAUT_DATABASE_URL, else a running `wortlaut up`)",
    )


def bootstrap_servers(options: argparse.Namespace) -> str:
    from services.runtime.addresses import kafka_servers
    from services.runtime.settings import RuntimeSettings

    if options.bootstrap_servers is not None:
        return _checked("--bootstrap-servers", options.bootstrap_servers, kafka_servers)
    if "WORTLAUT_BOOTSTRAP_SERVERS" not in os.environ and (up := running()):
        return up.bootstrap_servers
    return RuntimeSettings().bootstrap_servers


def security(options: argparse.Namespace) -> Security:
    """How to prove who we are. A running `wortlaut up` asks nobody."""
    from services.runtime.security import PLAINTEXT
    from services.runtime.settings import RuntimeSettings

    is_named = options.bootstrap_servers or "WORTLAUT_BOOTSTRAP_SERVERS" in os.environ
    return RuntimeSettings().security if is_named or not running() else PLAINTEXT


def database_url(options: argparse.Namespace) -> str:
    from services.runtime.addresses import postgres_url
    from services.runtime.settings import RuntimeSettings

    if options.database_url is not None:
        return _checked("--database-url", options.database_url, postgres_url)
    if "WORTLAUT_DATABASE_URL" not in os.environ and (up := running()):
        return up.database_url
    return RuntimeSettings().dsn


def _checked(option: str, given: str, check: Callable[[str], str]) -> str:
    """An empty one is a slip too: a variable that is not set must not mean the default."""
    try:
        return check(given)
    except ValueError as error:
        raise OptionError(f"{option}: {error}") from error
