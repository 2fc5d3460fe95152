"""A folder of WARC files that grows with the topic, and knows how far it has read.

The offsets are kept beside the files and are written after them: what a kill cuts off is read
again, and a record is in the archive once or, after a kill, twice with the same id.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from services.local import warc
from services.local.errors import LocalError
from services.runtime.version import VERSION

OPEN: Final = ".open"  # a file that is still written
OFFSETS: Final = "offsets.json"


class Archive:
    """One process at a time: the lock is a file that the kernel frees when we end."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._folder = folder
        self._limit = limit
        self._stream: BinaryIO | None = None
        self._path = folder
        self._lock = -1

    def open(self) -> None:
        """LocalError where the folder cannot be used. What a kill left open is made whole."""
        from services.local.scratch import try_lock

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            lock = try_lock(self._folder / ".lock")
        except OSError as error:
            raise LocalError(f"{self._folder} cannot be used for an archive: {error}") from error
        if lock is None:
            raise LocalError(f"another `wortlaut archive` writes to {self._folder}")
        self._lock = lock
        for left in self._folder.glob(f"*{OPEN}"):
            mend(left)

    def offsets(self) -> dict[int, int]:
        """By partition, the next to read."""
        try:
            stored = json.loads((self._folder / OFFSETS).read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            file = self._folder / OFFSETS
            raise LocalError(f"{file} is damaged ({error}): remove it to begin anew") from error
        return {int(partition): int(offset) for partition, offset in stored.items()}

    def write(self, *records: bytes) -> None:
        stream = self._stream or self._begin()
        for record in records:
            stream.write(record)

    def keep(self, offsets: Mapping[int, int]) -> None:
        """What was written so far outlives a crash; then so do the offsets."""
        if self._stream is not None:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            if self._stream.tell() >= self._limit:
                self._end()
        fresh = self._folder / f".{OFFSETS}"
        fresh.write_text(json.dumps(dict(offsets)), encoding="utf-8")
        fresh.replace(self._folder / OFFSETS)

    def close(self) -> None:
        if self._stream is not None:
            self._end()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1

    def _begin(self) -> BinaryIO:
        now = datetime.now(UTC)
        name = f"wortlaut-{now:%Y%m%dT%H%M%S%f}.warc.gz"
        self._path = self._folder / f"{name}{OPEN}"
        self._stream = self._path.open("xb")
        self._stream.write(warc.information(f"wortlaut {VERSION}", now, name))
        return self._stream

    def _end(self) -> None:
        assert self._stream is not None, "no file is open"
        self._stream.close()
        self._stream = None
        self._path.rename(self._path.with_suffix(""))


def mend(left: Path) -> None:
    """Cuts what is no whole record off, and gives the file its name."""
    with left.open("rb") as stream:
        whole = warc.whole_members(stream)
    if whole == 0:
        left.unlink()
        return
    os.truncate(left, whole)
    left.rename(left.with_suffix(""))
