"""Links that open an article at a place in it."""

from __future__ import annotations

from urllib.parse import quote

WORDS_AT_EACH_END = 5


def text_fragment(url: str, text: str) -> str:
    """The URL with a text fragment (`#:~:text=start,end`) that scrolls to `text` in a browser.

    A long text is named by its first and last words, as the fragment must match within the page
    and long ones seldom do. A URL that is none to a browser (`urn:`) is left as it is.
    """
    words = text.split()
    if not url.startswith(("http://", "https://")) or not words:
        return url
    ends = (
        [" ".join(words)]
        if len(words) <= 2 * WORDS_AT_EACH_END
        else [" ".join(words[:WORDS_AT_EACH_END]), " ".join(words[-WORDS_AT_EACH_END:])]
    )
    base, _, fragment = url.partition("#")
    return f"{base}#{fragment}:~:text={','.join(_escaped(end) for end in ends)}"


def _escaped(words: str) -> str:
    # „-“ and „,“ separate the parts of a text directive: they must be escaped inside one
    return quote(words, safe="").replace("-", "%2D")
