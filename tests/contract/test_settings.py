"""What the documents say of the environment is what the services read."""

from __future__ import annotations

from pathlib import Path

from services.local.commands.settings import every, markdown, rows

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_settings_is_the_one_of_the_code() -> None:
    """After a change: `wortlaut settings --markdown > docs/settings.md`."""
    assert (DOCS / "settings.md").read_text("utf-8") == markdown()


def test_no_variable_is_read_by_two_with_different_meanings() -> None:
    names = [name for _, model in every() for name, _, _ in rows(model)]

    assert len(names) == len(set(names))
