"""Bytes from the web → text: byte order mark, then what was declared, then what the bytes say."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from schemas import without_unstorable

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BEGINNINGS: Final = tuple(mark for mark, _ in _MARKS)
_HEADER: Final = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META: Final = re.compile(
    rb"(?:<meta[^>]{0,200}charset\s*=\s*[\"']?|<\?xml[^>]{0,100}encoding\s*=\s*[\"'])\s*([\w.:-]+)",
    re.IGNORECASE,
)
_META_WITHIN: Final = 2048  # browsers look at the first kilobyte; some pages need a little more
_SAMPLE: Final = 32 * 1024
# Never served without a mark or a label, yet a few bytes of anything look like them.
_NOT_GUESSED: Final = ["utf_7", "utf_16", "utf_16_be", "utf_16_le", "utf_32"]

# Only character sets of the web: Python also knows codecs that are none (utf-7, rot13, idna …).
_KNOWN: Final = frozenset(
    {
        "utf-8", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "big5", "euc_jp", "shift_jis",
        "iso2022_jp", "euc_kr", "koi8-r", "koi8-u", "mac-roman", "cp866", "cp874",
        *(f"cp125{n}" for n in range(9)),
        *(f"iso8859-{n}" for n in range(2, 17) if n != 12),
    }
)  # fmt: skip
# As browsers do: these labels are used for their supersets.
_MEANT: Final = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-9": "cp1254",
    "utf-16": "utf-16-le",
}


def read(body: bytes, content_type: str | None = None) -> tuple[str, bytes]:
    """The text without U+0000, and the same as UTF-8: most often the very bytes that came."""
    if not body.startswith(_BEGINNINGS) and b"\x00" not in body:
        text = _strict(body, "utf-8")
        if text is not None and _escaping_charset(body, content_type) is None:
            return text, body
    text = without_unstorable(decoded(body, content_type))
    return text, text.encode()


def decoded(body: bytes, content_type: str | None = None) -> str:
    """Never fails: what no reading explains is read as windows-1252 with U+FFFD in the gaps."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if (text := _strict(body, "utf-8")) is not None:
        # Accents that form valid UTF-8 by chance hardly exist, so this outranks a lying label;
        # only charsets in which ASCII bytes mean something else must be asked first.
        return _escaping_charset(body, content_type) or text
    for name in _declared(body, content_type):
        if (text := _strict(body, name)) is not None:
            return text
    return _damaged_utf8(body) or _guessed(body)


def _damaged_utf8(body: bytes) -> str | None:
    """Cut in the middle of a character, or with a few bytes of another charset among its own."""
    text = body.decode("utf-8", "replace")
    damages = text.count("\ufffd")
    sound = len(body) - len(text)  # every whole character beyond ASCII saves a byte or more
    return text if sound > 2 * damages else None


def _declared(body: bytes, content_type: str | None) -> list[str]:
    labels = []
    if content_type and (header := _HEADER.search(content_type)):
        labels.append(header[1])
    if meta := _META.search(body[:_META_WITHIN]):
        labels.append(meta[1].decode("ascii", "replace"))
    return [name for label in labels if (name := _codec(label)) is not None]


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        return None
    name = _MEANT.get(name, name)
    return name if name in _KNOWN else None


def _escaping_charset(body: bytes, content_type: str | None) -> str | None:
    if not body.isascii() or not (b"\x1b$" in body or b"\x00" in body):
        return None
    candidates = [n for n in _declared(body, content_type) if n.startswith(("iso2022", "utf-16"))]
    return _strict(body, candidates[0]) if candidates else None


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        return None


def _guessed(body: bytes) -> str:
    best = from_bytes(body[:_SAMPLE], cp_exclusion=_NOT_GUESSED).best()
    name = _codec(best.encoding) if best else None
    return body.decode(name or "cp1252", "replace")
