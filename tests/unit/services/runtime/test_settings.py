from __future__ import annotations

from pathlib import Path

import pytest

from services.runtime.settings import RuntimeSettings


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORTLAUT_BOOTSTRAP_SERVERS", "kafka:19092")

    assert RuntimeSettings().bootstrap_servers == "kafka:19092"


def test_a_password_comes_from_its_file(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("p@ss/wörd\n", encoding="utf-8")

    settings = RuntimeSettings(
        database_url="postgresql://wortlaut:old@db:5432/wortlaut?sslmode=require",
        database_password_file=secret,
    )

    assert settings.dsn == (
        "postgresql://wortlaut:p%40ss%2Fw%C3%B6rd@db:5432/wortlaut?sslmode=require"
    )


def test_without_a_file_the_url_is_as_given() -> None:
    assert RuntimeSettings(database_url="postgresql://a@b/c").dsn == "postgresql://a@b/c"


@pytest.mark.parametrize(
    "wrong", [{"http_port": 70_000}, {"log_level": "LOUD"}, {"batch_records": 0}]
)
def test_a_wrong_setting_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        RuntimeSettings(**wrong)  # type: ignore[arg-type] # that is the point
