"""Eight times as much of a text takes eight times the steps: lines that Python runs, not seconds.

A loop that walks from a list's beginning to where it wants to be shows at a few thousand
characters, as steps are counted without noise. What C code walks through is no step: `islice` is
looked for in the sources, the rest is left to the measure of seconds in test_properties.py.
"""

import ast
import sys
from pathlib import Path
from types import FrameType

import pytest

from services.parser import extraction
from services.parser.extraction import extract

FORMS = {
    "reported": "Er sagte, er komme. ",
    "reported twice": "Er sagte, er komme. Das sei gut. ",
    "marked": "„Ja“, sagte er. ",
    "interview": "Meier: Ja.\n\n",
    "paragraphs": "a\n\n",
    "one sentence": "er sagte, er habe, sagte er, ",
    "relative clauses": "der Mann, der sagte, dass ",
    "opening marks": "„",
    "nested marks": "„a ‚b‘ c“ ",
    "sources": "laut Meier ",
    "numbers": "Laut Polizei starben 12 Menschen. ",
    "names": "Anna Meier sagte, sie gehe. ",
}
SMALL = 500  # characters
TIMES = 8
AT_MOST = 8.5


class Steps:
    """The lines that Python runs in the engine; a loop counts each time round."""

    def __init__(self) -> None:
        self.count = 0

    def called(self, frame: FrameType, _event: str, _: object) -> "Steps | None":
        return self if "extraction" in frame.f_code.co_filename else None

    def __call__(self, _frame: FrameType, event: str, _: object) -> "Steps":
        self.count += event == "line"
        return self


def steps_of(text: str) -> int:
    steps, before = Steps(), sys.gettrace()
    sys.settrace(steps.called)
    try:
        extract(text, "de")
    finally:
        sys.settrace(before)
    return steps.count


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_steps_grow_with_the_text_and_no_more(form: str) -> None:
    small = form * (SMALL // len(form))
    extract(small, "de")  # words are looked up once

    first, then = steps_of(small), steps_of(small * TIMES)

    assert first > SMALL / 10
    assert then <= AT_MOST * first


def test_no_slice_walks_to_its_start() -> None:
    """`islice(items, start, None)` of a list passes over all that stands before it."""
    sources = Path(extraction.__file__).parent.rglob("*.py")
    walking = [
        f"{source.name}:{call.lineno}"
        for source in sources
        for call in ast.walk(ast.parse(source.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).endswith("islice")
        and len(call.args) > 2
    ]

    assert walking == []
