"""Tables on outside data: `WORTLAUT_EVAL_DATA=… WORTLAUT_TOOLS=… python -m tests.quality.measure`.

Quotes are scored by `score-quotes` on the dev split of the German news quotation data, claims by
`score-claims`. Where the data are absent a table says so; nothing of them is in this repository.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from services.parser.extraction import Claim, Mention, Quote, Spans, Speaker, extract


def spans(found: Spans) -> list[dict[str, int]]:
    return [{"start": start, "end": end} for start, end in found]


def mention(found: Mention | Speaker | Any | None) -> dict[str, Any] | None:
    return None if found is None else {"spans": spans(found.spans)}


def quote_row(quote: Quote) -> dict[str, Any]:
    roles = {
        name: mention(getattr(quote, name)) for name in ("speaker", "cue", "frame", "addressee")
    }
    return {"type": quote.type, "medium": quote.medium, "spans": spans(quote.spans), **roles}


def claim_row(claim: Claim) -> dict[str, Any]:
    stance = {
        name: getattr(claim, name) for name in ("attribution", "polarity", "certainty", "mood")
    }
    quantities = [
        {name: getattr(q, name) for name in ("value", "min", "max", "unit", "comparator")}
        for q in claim.quantities
    ]
    return {
        "spans": spans(claim.spans),
        "claimant": mention(claim.claimant),
        "quantities": quantities,
        **stance,
    }


def answer(name: str, text: str) -> str:
    found = extract(text, "de")
    quotes, claims = map(quote_row, found.quotes), map(claim_row, found.claims)
    return json.dumps({"id": name, "quotes": list(quotes), "claims": list(claims)})


def documents(path: Path) -> Iterable[tuple[str, str]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield row.get("documentName") or row["id"], row.get("originalText") or row["text"]


def scored(tool: Path, gold: Path) -> dict[str, Any]:
    """The tool needs numpy and scipy: the interpreter of WORTLAUT_SCORER, else this one."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(answer(name, text) + "\n" for name, text in documents(gold))
        file.flush()
        python = os.environ.get("WORTLAUT_SCORER", sys.executable)
        command = [python, str(tool), "--gold", str(gold), "--predictions", file.name]
        return dict(json.loads(subprocess.check_output(command, text=True)))


def main() -> None:
    data, tools = os.environ.get("WORTLAUT_EVAL_DATA"), os.environ.get("WORTLAUT_TOOLS")
    if not data or not tools:
        print("quotes, claims: not run (set WORTLAUT_EVAL_DATA and WORTLAUT_TOOLS)")
        return
    for tool, gold in (
        ("score-quotes", "gerquatt/dev.jsonl.gz"),
        ("score-claims", "claims/dev.jsonl"),
    ):
        path = Path(data) / gold
        if path.is_file():
            print(gold, json.dumps(scored(Path(tools) / tool, path), ensure_ascii=False, indent=1))
        else:
            print(f"{gold}: not run (absent)")


if __name__ == "__main__":
    main()
