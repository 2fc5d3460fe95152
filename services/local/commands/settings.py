"""`wortlaut settings`: every variable of the environment that a service reads."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pydantic_settings import BaseSettings

NAME: Final = "settings"
HELP: Final = "the environment variables that the services read"
EPILOG: Final = """\
examples:
  wortlaut settings                 name, default and meaning of each
  wortlaut settings --markdown      as docs/settings.md has them
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--markdown", action="store_true", help="as a page of tables")


def run(options: argparse.Namespace) -> int:
    print(markdown() if options.markdown else plain(), end="")
    return 0


def every() -> Iterator[tuple[str, type[BaseSettings]]]:
    """Who reads them, and the model that does."""
    from services.fetcher.settings import FetcherSettings
    from services.parser.settings import ParserSettings
    from services.runtime.lag.settings import LagSettings
    from services.runtime.settings import RuntimeSettings
    from services.store.settings import StoreSettings

    yield "every service", RuntimeSettings
    yield "the fetcher", FetcherSettings
    yield "the parser", ParserSettings
    yield "the store", StoreSettings
    yield "the lag reporter", LagSettings


def rows(model: type[BaseSettings]) -> Iterator[tuple[str, str, str]]:
    """Variable, default, meaning."""
    prefix = str(model.model_config["env_prefix"])
    for name, field in model.model_fields.items():
        yield f"{prefix}{name.upper()}", _default(field), field.description or ""


def plain() -> str:
    lines = []
    for who, model in every():
        lines += [f"\n{who}:"]
        for name, default, meaning in rows(model):
            lines.append(f"  {name}={default}" + (f"\n      {meaning}" if meaning else ""))
    return "\n".join(lines).lstrip("\n") + "\n"


def markdown() -> str:
    about = (
        "Environment variables, read once at the start. `wortlaut settings --markdown` writes this "
        "page. What `docker compose` takes is in [.env.example](../.env.example)."
    )
    parts = ["# Settings", about]
    for who, model in every():
        table = ["| Variable | Default | Meaning |", "| --- | --- | --- |"]
        table += [
            f"| `{name}` | `{default}` | {meaning} |" for name, default, meaning in rows(model)
        ]
        parts += [f"## Read by {who}", "\n".join(table)]
    return "\n\n".join(parts).replace("| `` |", "| |") + "\n"


def _default(field: Any) -> str:
    if field.default_factory is not None:
        return "the machine's cores"  # the only one there is
    default = field.default
    if default is None or default in ((), {}):
        return ""
    return str(default)
