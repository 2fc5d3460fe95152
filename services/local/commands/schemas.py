"""`wortlaut schemas export`: the JSON Schemas of the events."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from services.local.errors import LocalError

NAME: Final = "schemas"
HELP: Final = "the JSON Schemas of the events"
EPILOG: Final = """\
examples:
  wortlaut schemas export --out schemas/      one file an event type, JSON Schema 2020-12
"""


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    export = actions.add_parser("export", help="write one file an event type")
    export.add_argument("--out", type=Path, default=Path(), metavar="DIR", help="default: here")


def run(options: argparse.Namespace) -> int:
    from schemas.cloudevents import EVENTS
    from schemas.json_schemas import file_name, rendered

    try:
        options.out.mkdir(parents=True, exist_ok=True)
        for event in EVENTS:
            file = options.out / file_name(event)
            file.write_text(rendered(event), encoding="utf-8")
            print(file)
    except OSError as error:
        raise LocalError(f"{options.out} is no folder to write to: {error.strerror}") from error
    return 0
