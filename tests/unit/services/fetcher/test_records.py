"""What is written without a model is what the model would have written, byte for byte."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from multidict import CIMultiDict

from schemas import Known, Message, PageFetched, article_id, decode, encode
from services.fetcher import pages
from services.fetcher.answers import Answer
from services.fetcher.model import DueEntry
from services.fetcher.records import SOURCE, message_of

NOW = datetime(2026, 11, 24, 12, 0, 0, 123000, tzinfo=UTC)
URL = 'https://www.example.org/größe?a=1&b="x"'
CET = timezone(timedelta(hours=1))

words = st.text(
    st.characters() | st.sampled_from('"\\\x00\x01\x1f\x7f\ud800\u2028ß😀'), max_size=20
)


def an_entry(**changes: Any) -> DueEntry:
    fields = dict.fromkeys(DueEntry.__dataclass_fields__)
    given = {"id": article_id(URL), "url": URL, "tags": (), "next_at": NOW, **changes}
    return DueEntry(**{**fields, **given})


def sent(entry: DueEntry, body: bytes, headers: dict[str, str], known: Known | None) -> Message:
    answer = Answer("ok", URL, status=203, headers=CIMultiDict(headers), body=body)
    page = pages.judged(entry, answer, known, NOW, honour=True).page
    assert page is not None
    return message_of(page)


@settings(deadline=None)  # the machine may be busy
@given(
    body=words,
    changes=st.fixed_dictionaries(
        {
            "title": st.none() | words,
            "author": st.none() | words,
            "tags": st.lists(words, max_size=3).map(tuple),
            "published_at": st.none() | st.datetimes(timezones=st.sampled_from([UTC, CET])),
            "feed": st.none() | st.just(URL),
        }
    ),
    etag=words,
    charset=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "windows-1252"]),
    known=st.none() | st.just(Known(revision="0123456789abcdef", engine_sequence=3)),
)
def test_a_record_is_written_as_the_model_writes_it(
    body: str, changes: dict[str, Any], etag: str, charset: str, known: Known | None
) -> None:
    raw = f"<p>{body}".encode(charset, "replace")

    message = sent(an_entry(**changes), raw, {"Content-Type": "text/html", "ETag": etag}, known)

    event = decode(message)
    assert isinstance(event, PageFetched)
    assert encode(event, SOURCE) == message


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>Größe".encode(), "<p>Größe"),
        ("\ufeff<p>Größe".encode(), "<p>Größe"),
        ("<p>Größe".encode("cp1252"), "<p>Größe"),
        ("<p>Größe".encode("utf-16"), "<p>Größe"),
        (b"<p>a\x00b", "<p>a\ufffdb"),
    ],
)
def test_the_body_goes_out_as_text_however_it_came(body: bytes, text: str) -> None:
    event = decode(sent(an_entry(), body, {"Content-Type": "text/html"}, None))

    assert isinstance(event, PageFetched)
    assert event.body == text


def test_a_canonical_url_that_no_event_can_carry_is_refused() -> None:
    url = "https://www.example.org/" + "語" * 2000
    answer = Answer("ok", url, status=200, headers={"Content-Type": "text/html"}, body=b"<p>Ja")

    judged = pages.judged(an_entry(), answer, None, NOW, honour=True)

    assert (judged.outcome, judged.page) == ("refused", None)
    assert "18024 characters" in judged.detail
