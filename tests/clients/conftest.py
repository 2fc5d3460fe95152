"""A live stack for clients of every language; on Apache Kafka if there is one, else embedded."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from services.local.broker import EmbeddedBroker
from tests.support.live import Live, live
from tests.support.stack import held


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Not pytest's own: as root, Postgres could not pass through its parent."""
    path = Path(mkdtemp(prefix="wortlaut-clients-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def is_apache() -> bool:
    return bool(os.environ.get("WORTLAUT_TOOLS"))


@pytest.fixture(scope="session")
def kafka(folder: Path, is_apache: bool) -> Iterator[str]:  # noqa: FBT001 - a fixture of pytest
    if not is_apache:
        with held(EmbeddedBroker()) as embedded:
            yield embedded.bootstrap_servers
        return
    program = Path(os.environ["WORTLAUT_TOOLS"], "kafka-local")
    data = ["--data", str(folder / "kafka")]
    limits = ["--set", "message.max.bytes=9437184", "--set", "group.min.session.timeout.ms=1000"]
    started = subprocess.run(
        [program, "start", *data, "--port", "0", *limits],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    yield started.stdout.strip()
    subprocess.run([program, "purge", *data], check=True, capture_output=True)


@pytest.fixture(scope="session")
def stack(kafka: str, folder: Path) -> Iterator[Live]:
    with held(live(kafka, folder)) as running:
        yield running
