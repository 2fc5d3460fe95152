from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json

import pytest

from services.local.warc import record_of_end, records_of, uri_of, whole_members
from tests.support.events import a_gone_page, a_page


def parts(record: bytes) -> tuple[str, dict[str, str], bytes]:
    head, _, rest = gzip.decompress(record).partition(b"\r\n\r\n")
    version, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    block = rest[: int(headers["Content-Length"])]
    assert rest[len(block) :] == b"\r\n\r\n"
    return version, headers, block


def test_a_page_is_a_resource_and_what_is_known_of_it() -> None:
    page = a_page("<p>„Gut“ 😀</p>")

    resource, metadata = records_of(page)

    version, headers, block = parts(resource)
    assert version == "WARC/1.1"
    assert headers["WARC-Type"] == "resource"
    assert headers["WARC-Target-URI"] == page.final_url
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert block.decode() == page.body
    digest = base64.b32encode(hashlib.sha256(block).digest()).decode()
    assert headers["WARC-Block-Digest"] == f"sha256:{digest}"
    _, about, known = parts(metadata)
    assert about["WARC-Concurrent-To"] == headers["WARC-Record-ID"]
    told = json.loads(known)
    assert told["body_sha256"] == page.body_sha256
    assert told["body_is_exact"] is True
    assert "body" not in told


def test_bytes_that_were_no_utf_8_are_told_apart() -> None:
    page = a_page("Köln", body_sha256=hashlib.sha256("Köln".encode("latin-1")).hexdigest())

    _, metadata = records_of(page)

    assert json.loads(parts(metadata)[2])["body_is_exact"] is False


def test_the_same_page_gives_the_same_bytes() -> None:
    assert list(records_of(a_page())) == list(records_of(a_page()))


def test_the_end_of_a_page_is_kept_too() -> None:
    _, headers, block = parts(record_of_end(a_gone_page(reason="gone")))

    assert headers["WARC-Type"] == "metadata"
    assert json.loads(block)["reason"] == "gone"


@pytest.mark.parametrize("url", ["https://a.example/x\r\nWARC-Type: response", "https://a/ä b"])
def test_a_url_cannot_end_a_header(url: str) -> None:
    assert not set(uri_of(url)) & set("\r\n äÄ")


@pytest.mark.parametrize("cut", [0, 1, 40])
def test_what_a_kill_cut_off_is_found(cut: int) -> None:
    first, second = records_of(a_page("<p>" + "Gut. " * 50_000))
    data = first + second
    kept = len(data) if cut == 0 else len(first)

    assert whole_members(io.BytesIO(data[: len(data) - cut])) == kept
    assert whole_members(io.BytesIO(first + b"no gzip at all")) == len(first)
    assert whole_members(io.BytesIO(b"")) == 0
