from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest


@pytest.fixture
def directory() -> Iterator[Path]:
    """Not `tmp_path`: as root its parent is closed to the account that runs Postgres."""
    path = Path(mkdtemp(prefix="wortlaut-test-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)
