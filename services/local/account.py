"""Who runs Postgres: ourselves, or an account without privileges when we are root."""

from __future__ import annotations

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypedDict

from services.local.errors import LocalError

_UNPRIVILEGED: Final = ("nobody", "daemon")


class Identity(TypedDict, total=False):
    """Arguments for a subprocess; none when nothing changes, since a change needs root."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Account:
    name: str
    uid: int
    gid: int

    @property
    def is_us(self) -> bool:
        return self.uid == os.geteuid()

    def own(self, path: Path) -> None:
        """Only for what we have just made."""
        if not self.is_us:
            os.chown(path, self.uid, self.gid)

    def check(self) -> None:
        """Root without its powers, as in a hardened container, can become nobody else."""
        try:
            self.run(["/bin/sh", "-c", ":"])
        except PermissionError as error:
            raise LocalError(
                f"Postgres must not run as root, and this root may not become {self.name}: "
                "run as an ordinary user"
            ) from error

    def reaches(self, command: list[str]) -> bool:
        """Whether `command` ends well as this account: the kernel knows, mode bits do not."""
        try:
            result = self.run(command)
        except OSError:
            return False
        return result.returncode == 0

    def run(
        self, command: list[str], *, cwd: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=cwd or Path("/"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            **self.identity,
        )

    @property
    def identity(self) -> Identity:
        if self.is_us:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def account_for_postgres() -> Account:
    """Postgres refuses to run as root."""
    if os.geteuid() != 0:
        return Account(str(os.geteuid()), os.geteuid(), os.getegid())
    for name in _UNPRIVILEGED:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise LocalError("PostgreSQL does not run as root and there is no account `nobody`: add one")
