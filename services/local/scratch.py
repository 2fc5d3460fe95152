"""Temporary directories of ours, swept later when a `kill -9` left one behind."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from services.local.errors import LocalError

_LOCK: Final = "lock"
_SETTLED: Final = 60.0  # seconds after which a directory surely has its lock


def try_lock(path: Path) -> int | None:
    """A descriptor that holds the lock until its last copy is closed; None when another has it."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


class Scratch:
    """A directory under the system's temporary one that exists until `close`.

    `usable` tells whether a place suits (another account may have to get in).
    """

    def __init__(
        self, purpose: str, *, usable: Callable[[Path], bool] = lambda _place: True
    ) -> None:
        place = next(filter(usable, _places()), None)
        if place is None:
            raise LocalError("no temporary directory that can be used: set TMPDIR to one")
        prefix = f"wortlaut-{purpose}-"
        _sweep(place.glob(f"{prefix}*"))
        self.path = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
        self.lock = try_lock(self.path / _LOCK)

    def close(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        if self.lock is not None:
            os.close(self.lock)
            self.lock = None


def _places() -> Iterable[Path]:
    candidates = (tempfile.gettempdir(), "/tmp", "/var/tmp")  # noqa: S108 -- mkdtemp makes it safe
    return (Path(candidate) for candidate in dict.fromkeys(candidates))


def _sweep(directories: Iterable[Path]) -> None:
    for directory in directories:
        with suppress(OSError):
            if _abandoned(directory):
                shutil.rmtree(directory, ignore_errors=True)


def _abandoned(directory: Path) -> bool:
    """Ours, not brand new, and nobody alive holds its lock."""
    status = directory.lstat()
    if status.st_uid != os.geteuid() or time.time() - status.st_mtime < _SETTLED:
        return False
    if not (directory / _LOCK).is_file():
        return False
    descriptor = try_lock(directory / _LOCK)
    if descriptor is None:
        return False
    os.close(descriptor)
    return True
