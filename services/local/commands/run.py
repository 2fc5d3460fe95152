"""`wortlaut run SERVICE`: one service in the foreground, as `python -m services.SERVICE` does."""

from __future__ import annotations

import argparse
import runpy
from typing import Final

NAME: Final = "run"
HELP: Final = "run one service in the foreground"
EPILOG: Final = """\
Settings come from the environment (WORTLAUT_…; .env.example lists them). The service answers on
/metrics, /livez and /readyz; SIGTERM lets it finish the batch in hand.
"""
MODULES: Final = {
    "fetcher": "services.fetcher",
    "parser": "services.parser",
    "store": "services.store",
    "lag": "services.runtime.lag",
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("service", choices=MODULES)


def run(options: argparse.Namespace) -> int:
    runpy.run_module(MODULES[options.service], run_name="__main__", alter_sys=True)
    return 0
