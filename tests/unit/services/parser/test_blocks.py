"""What a reader sees as a line is one line, and never two glued together."""

from __future__ import annotations

import re

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.parser.blocks import BREAKING, blocks_in


def lines(html: str) -> list[str]:
    tree = lxml.html.document_fromstring(f"<html><body>{html}</body></html>")
    return [block.text for block in blocks_in(tree)]


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p>Eins.</p><p>Zwei.</p>", ["Eins.", "Zwei."]),
        ("Eins.<br>Zwei.", ["Eins.", "Zwei."]),
        ("Eins.<br><br>Zwei.", ["Eins.", "Zwei."]),
        ("Der Satz<br>geht weiter.", ["Der Satz geht weiter."]),
        ("<div>Eins.<p>Zwei.</p>Drei.</div>", ["Eins.", "Zwei.", "Drei."]),
        ("<p>Ein\n  Satz\t mit&nbsp;Lücken.</p>", ["Ein Satz mit Lücken."]),
        ("<p>Wort<b>teil</b>, <i>schräg</i>.</p>", ["Wortteil, schräg."]),
        ("<p>Eins.<!-- Zwei. --> Drei.</p>", ["Eins. Drei."]),
        ("<p>Eins.<script>zwei()</script></p>", ["Eins."]),
        ("<h2>Kopf</h2>Text", ["Kopf", "Text"]),
        ("<ul><li>Eins<li>Zwei</ul>", ["Eins", "Zwei"]),
        ("<table><tr><td>Eins<td>Zwei</table>", ["Eins", "Zwei"]),
        ("<p>Eins.<span>Zwei.</span></p>", ["Eins.Zwei."]),  # as it is seen
    ],
)
def test_html_is_read_line_by_line(html: str, wanted: list[str]) -> None:
    assert lines(html) == wanted


def test_kinds_and_links_are_told() -> None:
    tree = lxml.html.document_fromstring(
        "<h2>Kopf</h2><blockquote><p>Zitat</p></blockquote><ul><li><a href=x>Link</a></li></ul>"
        "<p>Ein Satz mit <a href=x>Link</a> darin.</p>"
    )

    assert [(b.kind, b.is_linked) for b in blocks_in(tree)] == [
        ("heading", False),
        ("quote", False),
        ("item", True),
        ("paragraph", False),
    ]


TAGS = st.sampled_from(sorted(BREAKING - {"body", "td", "th", "tr", "tbody", "thead", "tfoot"}))


@given(st.lists(TAGS, min_size=1, max_size=8))
def test_sentences_of_different_elements_are_never_glued(tags: list[str]) -> None:
    html = "".join(f"<{tag}>Satz {n}.</{tag}>" for n, tag in enumerate(tags))

    assert not re.search(r"\.\S", "\n".join(lines(html)))
