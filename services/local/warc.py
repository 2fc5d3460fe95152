"""WARC 1.1 (ISO 28500): pages as archives keep them, each record a gzip member of its own."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import BinaryIO, Final
from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from schemas import PageFetched, PageGone

GZIP: Final = 16 + zlib.MAX_WBITS
_CHUNK: Final = 64 * 1024
_URI: Final = ":/?#[]@!$&'()*+,;=-._~%"

Headers = Sequence[tuple[str, str]]


def information(software: str, at: datetime, name: str) -> bytes:
    """The first record of a file: who wrote it, and what its records are."""
    fields = {
        "software": software,
        "format": "WARC File Format 1.1",
        "description": "pages from wortlaut.pages.v1: decoded to UTF-8; metadata tell the digest "
        "of the bytes as received, and whether these are they",
    }
    block = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
    headers = [("WARC-Filename", name), ("Content-Type", "application/warc-fields")]
    return record("warcinfo", uuid5(NAMESPACE_URL, name), at, headers, block)


def records_of(page: PageFetched) -> Iterator[bytes]:
    """The page, and what is known of how it came."""
    body = page.body.encode()
    uri = ("WARC-Target-URI", uri_of(page.final_url))
    kind = ("Content-Type", f"{page.media_type}; charset=utf-8")
    yield record("resource", page.event_id, page.fetched_at, [uri, kind], body)
    known = page.model_dump(mode="json", exclude={"body", "known"})
    known["body_is_exact"] = hashlib.sha256(body).hexdigest() == page.body_sha256
    yield _metadata(page, known, [uri, ("WARC-Concurrent-To", urn(page.event_id))])


def record_of_end(page: PageGone) -> bytes:
    """That the page was gone, and when."""
    uri = ("WARC-Target-URI", uri_of(page.url))
    return _metadata(page, page.model_dump(mode="json"), [uri])


def _metadata(page: PageFetched | PageGone, known: object, headers: Headers) -> bytes:
    block = json.dumps(known, ensure_ascii=False, indent=1).encode()
    identity = uuid5(page.event_id, "metadata")
    kind = ("Content-Type", "application/json")
    return record("metadata", identity, page.fetched_at, [*headers, kind], block)


def record(kind: str, identity: UUID, at: datetime, headers: Headers, block: bytes) -> bytes:
    """Compressed. The same page gives the same bytes, so that a repetition can be told."""
    head = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", urn(identity)),
        ("WARC-Date", at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")),
        *headers,
        (
            "WARC-Block-Digest",
            f"sha256:{base64.b32encode(hashlib.sha256(block).digest()).decode()}",
        ),
        ("Content-Length", str(len(block))),
    ]
    lines = "".join(f"{name}: {value}\r\n" for name, value in head)
    packer = zlib.compressobj(6, zlib.DEFLATED, GZIP)
    whole = f"WARC/1.1\r\n{lines}\r\n".encode() + block + b"\r\n\r\n"
    return packer.compress(whole) + packer.flush()


def urn(identity: UUID) -> str:
    return f"<urn:uuid:{identity}>"


def uri_of(url: str) -> str:
    """Nothing in it may end a header's line."""
    return quote(url, safe=_URI)


def whole_members(stream: BinaryIO) -> int:
    """How many bytes of a file are whole records: a kill may have cut the last one."""
    member, read, whole = None, 0, 0
    while chunk := stream.read(_CHUNK):
        read += len(chunk)
        while chunk:
            member = member or zlib.decompressobj(GZIP)
            try:
                member.decompress(chunk)
            except zlib.error:
                return whole
            if not member.eof:
                break
            chunk = member.unused_data
            member, whole = None, read - len(chunk)
    return whole
