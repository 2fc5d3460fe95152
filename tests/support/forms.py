"""Short texts of every form, each with all the quotes it holds.

A text is one line, „¶“ stands for a new paragraph; the indented lines below it are its quotes:
`type | content | mention | name`, `*` behind the type for a fragment, `-` for nobody, and as many
`field=value` as the case is about (role, affiliation, kind, act, medium, addressee). A text without
lines holds none. `# known:` before the text begins a case that is known to fail, until it passes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from services.parser.extraction import Quote
from tests.support.cases import CASES

KNOWN = "# known: "


@dataclass(frozen=True)
class FormCase:
    file: str
    line: int
    text: str
    known: bool
    quotes: tuple[str, ...] = ()
    fields: tuple[dict[str, str], ...] = field(default=(), hash=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def form_cases(folder: str) -> list[FormCase]:
    files = sorted((CASES / folder).glob("*.txt"))
    return [case for file in files for case in _in(file.name, file.read_text("utf-8"))]


def _in(name: str, content: str) -> Iterator[FormCase]:
    text, number, rows = "", 0, list[str]()
    for at, line in enumerate(content.splitlines(), start=1):
        if line.startswith("  "):
            rows.append(line.strip())
            continue
        if text:
            yield _case(name, number, text, rows)
        text, number, rows = ("", at, []) if _is_comment(line) else (line, at, [])
    if text:
        yield _case(name, number, text, rows)


def _is_comment(line: str) -> bool:
    return not line.strip() or (line.startswith("#") and not line.startswith(KNOWN))


def _case(name: str, number: int, text: str, rows: list[str]) -> FormCase:
    plain = text.removeprefix(KNOWN).replace(" ¶ ", "\n\n")
    split = [[cell.strip() for cell in row.split(" | ")] for row in rows]
    told = tuple(" | ".join(cells[:4]) for cells in split)
    fields = tuple(dict(cell.split("=", 1) for cell in cells[4:]) for cells in split)
    return FormCase(name, number, plain, text.startswith(KNOWN), told, fields)


def row_of(quote: Quote) -> str:
    speaker = quote.speaker
    kind = quote.type + "*" * quote.partial
    text = " ".join(quote.text.split())
    mention = speaker.mention if speaker else "-"
    return f"{kind} | {text} | {mention} | {(speaker and speaker.name) or '-'}"


def value_of(quote: Quote, name: str) -> str:
    if name == "act":
        return quote.speech_act
    if name == "medium":
        return " ".join(quote.medium)
    if name == "addressee":
        return quote.addressee.text if quote.addressee else "-"
    return str(getattr(quote.speaker, name, None) or "-")
