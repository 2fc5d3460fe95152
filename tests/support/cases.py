"""Annotated sentences: the text with its brackets taken out, and the answer they held.

A line is a sentence with `[role words]` marks; the roles are content, cue, speaker and addressee,
and a role may stand several times („[cue wies] … [cue zurück]“). A line without marks must yield no
quote. `# known:` begins a line whose answer is known to be wrong: it must fail, until it passes.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

CASES = Path(__file__).parents[1] / "cases"
_OPEN = re.compile(r"\[(content|cue|speaker|addressee) ")


@dataclass(frozen=True)
class Case:
    file: str
    line: int
    text: str
    known: bool
    roles: dict[str, tuple[str, ...]] = field(hash=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def cases_in(name: str) -> list[Case]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [
        _case(name, number, line) for number, line in enumerate(lines, start=1) if _holds_case(line)
    ]


def _holds_case(line: str) -> bool:
    return bool(line.strip()) and (line.startswith("# known: ") or not line.startswith("#"))


def _case(name: str, number: int, line: str) -> Case:
    known = line.startswith("# known: ")
    marked = line.removeprefix("# known: ").partition("    # ")[0].strip()
    text, roles = unmarked(marked)
    return Case(name, number, text, known, {role: tuple(found) for role, found in roles.items()})


def unmarked(marked: str) -> tuple[str, dict[str, list[str]]]:
    """Marks may stand in each other: „[content Er sei [cue …] …]“ is one content in two pieces."""
    plain: list[str] = []
    roles: dict[str, list[str]] = {}
    open_roles: list[tuple[str, int]] = []
    at = 0
    while at < len(marked):
        opening = _OPEN.match(marked, at)
        if opening:
            open_roles.append((opening[1], len(plain)))
            at = opening.end()
        elif marked[at] == "]" and open_roles:
            role, start = open_roles.pop()
            roles.setdefault(role, []).append("".join(plain[start:]))
            at += 1
        else:
            plain.append(marked[at])
            at += 1
    return "".join(plain), roles
