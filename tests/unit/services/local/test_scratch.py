from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from services.local.errors import LocalError
from services.local.scratch import Scratch, try_lock


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's temporary directory, for this test."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def an_old_directory(place: Path, name: str) -> Path:
    directory = place / name
    directory.mkdir()
    (directory / "lock").touch()
    (directory / "leftover").touch()
    os.utime(directory, (0, 0))
    return directory


def test_it_is_gone_when_closed(place: Path) -> None:
    scratch = Scratch("test")
    (scratch.path / "file").touch()

    scratch.close()

    assert list(place.iterdir()) == []


def test_what_a_kill_left_behind_is_swept(place: Path) -> None:
    left = an_old_directory(place, "wortlaut-test-dead")

    Scratch("test").close()

    assert not left.exists()


def test_what_somebody_holds_is_left_alone(place: Path) -> None:
    held = an_old_directory(place, "wortlaut-test-alive")
    lock = try_lock(held / "lock")
    os.utime(held, (0, 0))
    assert lock is not None

    Scratch("test").close()

    assert (held / "leftover").exists()
    os.close(lock)


def test_what_is_not_ours_or_brand_new_is_left_alone(place: Path) -> None:
    other = an_old_directory(place, "wortlaut-other-dead")
    young = an_old_directory(place, "wortlaut-test-young")
    os.utime(young)
    unlocked = place / "wortlaut-test-unlocked"
    unlocked.mkdir()
    os.utime(unlocked, (0, 0))

    Scratch("test").close()

    assert [path.exists() for path in (other, young, unlocked)] == [True, True, True]


def test_without_a_usable_place_it_says_what_to_set() -> None:
    with pytest.raises(LocalError, match="TMPDIR"):
        Scratch("test", usable=lambda _place: False)
