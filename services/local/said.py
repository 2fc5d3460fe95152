"""What Kafka's client said last: its exceptions seldom carry the reason, its log does."""

from __future__ import annotations

import logging
from typing import Final

CLIENT: Final = "aiokafka"


class LastWord(logging.Handler):
    """Keeps the last warning or error; prints none."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words = ""

    def emit(self, record: logging.LogRecord) -> None:
        reason = record.args[-1] if isinstance(record.args, tuple) and record.args else None
        self.words = str(reason) if isinstance(reason, Exception) else record.getMessage()


LAST: Final = LastWord()


def listen() -> None:
    """Libraries' errors come to us as exceptions; nothing of theirs is printed."""
    logging.getLogger().addHandler(logging.NullHandler())
    logging.getLogger(CLIENT).addHandler(LAST)
