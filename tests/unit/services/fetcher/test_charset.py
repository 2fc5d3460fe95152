from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.fetcher.charset import decoded

TEXT = "<p>Müller: „Größe“ – für Straßen</p>"


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_whatever_the_header_leaves_out(name: str) -> None:
    assert decoded(TEXT.encode(name)) == TEXT


@pytest.mark.parametrize(
    ("stored_as", "said"),
    [
        ("utf-8", "text/html; charset=iso-8859-1"),
        ("cp1252", "text/html; charset=utf-8"),
        ("cp1252", "text/html; charset=iso-8859-1"),
        ("utf-16", "text/html; charset=utf-8"),
        ("utf-8", "text/html; charset=utf-7"),
        ("utf-8", 'text/html; charset="no such thing"'),
    ],
)
def test_the_bytes_outrank_a_lying_label(stored_as: str, said: str) -> None:
    assert decoded(TEXT.encode(stored_as), said) == TEXT


def test_a_declared_charset_is_used_where_utf8_is_impossible() -> None:
    page = "Лавров сказал".encode("cp1251")

    assert decoded(page, "text/html; charset=windows-1251") == "Лавров сказал"
    assert decoded(b"<meta charset='windows-1251'>" + page).endswith("Лавров сказал")
    assert decoded(b'<?xml version="1.0" encoding="windows-1251"?>' + page).endswith("сказал")


def test_latin1_is_read_as_windows_1252_as_browsers_do() -> None:
    assert decoded(b"\x84Ja\x93", "text/html; charset=iso-8859-1") == "„Ja“"


def test_utf8_that_was_cut_or_damaged_stays_utf8() -> None:
    body = (TEXT * 3).encode()

    assert decoded(body[: body.rindex(b"\xc3") + 1]).startswith(TEXT * 2)
    assert decoded(body + b"\xfc").startswith(TEXT * 3)


def test_codecs_that_are_no_charsets_are_not_used() -> None:
    assert decoded(b"\xfc+AGE-", "text/html; charset=utf-7") == "ü+AGE-"
    assert decoded(b"uryyb \xfc", "text/html; charset=rot13") == "uryyb ü"


@given(
    st.binary(max_size=300), st.sampled_from([None, "text/html; charset=utf-16", "x; charset=ü"])
)
def test_no_bytes_are_too_strange(body: bytes, content_type: str | None) -> None:
    decoded(body, content_type)
