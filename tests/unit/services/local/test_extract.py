"""`wortlaut extract`, as it is typed."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from services.local.__main__ import main

TEXT = "🙂 Cafe\u0301. „Wir schaffen das“, sagte Kanzlerin Angela Merkel am Montag in Berlin.\r\n"
QUOTE = "Wir schaffen das"


@pytest.fixture
def text_file(tmp_path: Path) -> str:
    file = tmp_path / "article.txt"
    file.write_bytes(TEXT.encode())
    return str(file)


def test_offsets_count_code_points_of_the_text_as_given(
    text_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", text_file, "--format", "json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert found["text"] == TEXT
    (quote,) = (q for q in found["quotes"] if q["type"] == "direct")
    (span,) = quote["spans"]
    assert TEXT[span["start"] : span["end"]] == quote["text"] == QUOTE
    assert quote["speaker"]["name"] == "Angela Merkel"


def test_the_page_for_an_editor_loads_nothing_and_holds_the_text(
    text_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", text_file, "--format", "html"]) == 0

    page = capsys.readouterr().out
    assert QUOTE in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page


def test_markup_in_a_text_is_shown_and_not_obeyed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "evil.txt"
    file.write_text("„<script>alert(1)</script> ist böse“, sagte Anna Berg.\x1b[2J", "utf-8")

    main(["extract", str(file), "--format", "html", "--language", "de"])
    assert "<script>alert" not in capsys.readouterr().out
    main(["extract", str(file), "--format", "ansi", "--language", "de"])
    assert "\x1b[2J" not in capsys.readouterr().out


def test_many_texts_one_a_line_and_a_bad_line_stops_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        json.dumps({"id": "a", "text": TEXT}),
        "no json",
        json.dumps({"id": "b", "text": 7}),
        json.dumps({"id": "c", "text": "Bonjour.", "language": "fr"}),
        json.dumps({"id": "d", "text": "„Ja \ud800“, sagte sie."}),
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))

    assert main(["extract", "--jsonl"]) == 1

    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, "b", "c", "d"]
    assert answers[0]["quotes"][0]["text"] == QUOTE
    assert "no record" in answers[1]["error"]
    assert answers[2]["error"] == "`text` is missing, or no string"
    assert "'fr'" in answers[3]["error"]
    assert "quotes" in answers[4]


def test_a_missing_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "nowhere.txt"]) == 1

    assert capsys.readouterr().err == "wortlaut: nowhere.txt: No such file or directory\n"


def test_an_unknown_language_is_named_with_those_there_are(
    text_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["extract", text_file, "--language", "xx"]) == 1

    assert "no rules for the language 'xx'; there are: de" in capsys.readouterr().err


def test_of_a_page_only_the_article_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sentence = (
        "„Wir schaffen das“, sagte Kanzlerin Angela Merkel am Montag in Berlin vor der Presse. "
    )
    file = tmp_path / "page.html"
    file.write_text(
        "<html><body><nav><a href='/'>„Menü“, sagte niemand</a></nav>"
        f"<article><h1>Titel</h1><p>{sentence * 3}</p></article></body></html>",
        "utf-8",
    )

    assert main(["extract", str(file), "--format", "json"]) == 0

    found = json.loads(capsys.readouterr().out)
    assert "Menü" not in found["text"]
    assert len(found["quotes"]) == 3


def test_each_rule_says_what_it_thinks(text_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", text_file, "--explain"]) == 0

    told = capsys.readouterr().out
    assert any(line.startswith("  ✓  direct.") and QUOTE in line for line in told.splitlines())
    assert "  –  " in told


def test_every_command_has_help_with_examples(capsys: pytest.CaptureFixture[str]) -> None:
    from services.local.commands import COMMANDS

    for command in COMMANDS:
        with pytest.raises(SystemExit) as ended:
            main([command.NAME, "--help"])
        assert ended.value.code == 0
        assert command.EPILOG.strip().splitlines()[0] in capsys.readouterr().out
