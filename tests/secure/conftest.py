from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.support.secure_kafka import SecureKafka, secure_kafka


@pytest.fixture(scope="session")
def kafka() -> Iterator[SecureKafka]:
    tools = os.environ.get("WORTLAUT_TOOLS")
    if not tools:
        pytest.skip("WORTLAUT_TOOLS names no kafka-local: passwords and permissions are not tried")
    folder = Path(mkdtemp(prefix="wortlaut-secure-"))
    try:
        with secure_kafka(Path(tools), folder) as running:
            yield running
    finally:
        shutil.rmtree(folder)
