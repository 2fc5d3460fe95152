"""The HTML reference of the topics and events: `python -m tools.reference --out FILE`."""

from __future__ import annotations

import argparse
from pathlib import Path

from schemas import asyncapi
from tools.reference.page import page

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/docs/index.html"), metavar="FILE")
    out: Path = parser.parse_args().out
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page(asyncapi.document()), encoding="utf-8")
    print(out)
