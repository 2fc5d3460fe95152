"""Log events, not sentences: one JSON object a line, with the ids in it."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any, Final

_STANDARD: Final = frozenset(
    logging.LogRecord("", 0, "", 0, "", None, None).__dict__ | {"message": "", "asctime": ""}
)
# C0 and C1 controls and the bidi controls: text from the web must not drive a terminal.
_UNSAFE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST: Final = 500


def neutral(value: object) -> object:
    """A value fit for a log line: text without controls, cut; numbers as they are."""
    if isinstance(value, (bool, int, float)) or value is None:
        return value
    return _UNSAFE.sub("\ufffd", str(value))[:_LONGEST]


def _fields(record: logging.LogRecord) -> dict[str, object]:
    extra = {k: neutral(v) for k, v in record.__dict__.items() if k not in _STANDARD}
    if record.exc_info and record.exc_info[1] is not None:
        extra["error"] = neutral(record.exc_info[1])
        extra["traceback"] = logging.Formatter().formatException(record.exc_info)[-4000:]
    return extra


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": neutral(record.getMessage()),
        }
        return json.dumps(line | _fields(record), ensure_ascii=False)


class TextFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).strftime("%H:%M:%S")
        extra = " ".join(f"{name}={value}" for name, value in _fields(record).items())
        return f"{moment} {record.levelname.lower():7} {neutral(record.getMessage())} {extra}"


def configure(level: str, style: str) -> None:
    """Everything to standard error; libraries from WARNING up, as they log every message."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if style == "json" else TextFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("wortlaut").setLevel(level)
    # aiokafka logs each failed reconnect and FastStream each exception: we log both ourselves,
    # once a step
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    logging.getLogger("faststream").setLevel(logging.CRITICAL)
    logging.captureWarnings(capture=True)
