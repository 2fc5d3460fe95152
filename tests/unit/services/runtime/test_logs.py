from __future__ import annotations

import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.runtime.logs import JsonFormatter, TextFormatter, neutral


def a_record(message: str = "page.parsed", **extra: object) -> logging.LogRecord:
    record = logging.LogRecord("wortlaut.test", logging.INFO, "f", 1, message, (), None)
    record.__dict__.update(extra)
    return record


def test_a_line_is_one_json_object_with_its_fields() -> None:
    line = json.loads(JsonFormatter().format(a_record(url="https://a.example", quotes=3)))

    assert line["event"] == "page.parsed"
    assert (line["url"], line["quotes"], line["level"]) == ("https://a.example", 3, "info")


@given(st.text(max_size=300))
def test_text_from_the_web_cannot_drive_a_terminal_or_break_a_line(text: str) -> None:
    for formatter in (JsonFormatter(), TextFormatter()):
        line = formatter.format(a_record(title=text))
        shown = json.loads(line)["title"] if isinstance(formatter, JsonFormatter) else line
        assert not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in shown)
        assert "\u202e" not in shown


def test_a_page_in_an_exception_is_cut() -> None:
    assert len(str(neutral("x" * 10_000))) == 500


@pytest.mark.parametrize("value", [None, True, 3, 2.5])
def test_numbers_stay_numbers(value: object) -> None:
    assert neutral(value) is value


def test_an_exception_comes_with_its_trace() -> None:
    record = a_record()
    try:
        int("bad\x1b[31m")
    except ValueError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    line = json.loads(JsonFormatter().format(record))

    assert line["error"].startswith("invalid literal")
    assert "\x1b" not in line["error"]
    assert "test_logs" in line["traceback"]
