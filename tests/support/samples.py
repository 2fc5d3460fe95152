"""Stored records: what a consumer of their day was given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import schemas

SAMPLES: Final = Path(schemas.__file__).parent / "samples"


class Sample:
    def __init__(self, file: Path) -> None:
        self.stored: dict[str, Any] = json.loads(file.read_text("utf-8"))
        self.topic: str = self.stored["topic"]
        self.headers = [(k, v.encode()) for k, v in self.stored["headers"].items()]
        self.value: bytes = json.dumps(self.stored["value"], ensure_ascii=False).encode()
        self.ce_id: str = self.stored["headers"]["ce_id"]
