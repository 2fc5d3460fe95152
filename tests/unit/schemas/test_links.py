from __future__ import annotations

from urllib.parse import unquote

from schemas import text_fragment

URL = "https://zeitung.example/a"


def test_a_short_quote_is_named_whole() -> None:
    assert text_fragment(URL, "Das ist gut, sagte er") == (
        f"{URL}#:~:text=Das%20ist%20gut%2C%20sagte%20er"
    )


def test_a_long_quote_is_named_by_its_ends() -> None:
    words = [f"w{n}" for n in range(30)]

    link = text_fragment(URL, " ".join(words))

    assert unquote(link) == f"{URL}#:~:text=w0 w1 w2 w3 w4,w25 w26 w27 w28 w29"


def test_what_separates_the_parts_is_escaped_inside_them() -> None:
    assert text_fragment(URL, "UN-Rat, &c") == f"{URL}#:~:text=UN%2DRat%2C%20%26c"


def test_an_own_fragment_is_kept() -> None:
    assert text_fragment(f"{URL}#top", "Ja") == f"{URL}#top:~:text=Ja"


def test_a_urn_is_no_link() -> None:
    assert text_fragment("urn:sha256:00", "Ja") == "urn:sha256:00"
