from hypothesis import given
from hypothesis import strategies as st

from services.parser.extraction.document import Document
from services.parser.extraction.languages.de.german import GERMAN


@given(
    st.lists(st.sampled_from(["„Ja“", "Nein", "„", "“", ".", "\n\n", "»Ach«"]), max_size=20),
    st.data(),
)
def test_the_openings_of_a_range_are_those_that_stand_in_it(
    words: list[str], data: st.DataObject
) -> None:
    document = Document(" ".join(words), GERMAN.spelling)
    size = len(document.words)
    first = data.draw(st.integers(0, size))
    end = data.draw(st.integers(first, size))

    inside = document.openings_in(first, end)

    assert inside == [index for index in document.openings if first <= index < end]
    assert document.has_marks(first, end) == bool(inside)
