import gc
import weakref
from collections.abc import Iterator

import pytest

from services.parser.extraction import extract
from services.parser.extraction.collector import without_collections
from services.parser.extraction.pipeline import UnknownLanguage


class Knot:
    """Refers to itself: only the collector frees it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def collector_as_before() -> Iterator[None]:
    is_enabled = gc.isenabled()
    yield
    if is_enabled:
        gc.enable()
    else:
        gc.disable()


def test_nothing_is_collected_meanwhile_and_everything_afterwards() -> None:
    gc.enable()
    with without_collections():
        knot = weakref.ref(Knot())
        many: list[list[int]] = [[] for _ in range(20 * gc.get_threshold()[0])]
        assert knot() is not None
    many += [[] for _ in range(2 * gc.get_threshold()[0])]
    assert knot() is None


@pytest.mark.parametrize("is_enabled", [True, False])
def test_a_text_leaves_the_collector_as_it_was(is_enabled: bool) -> None:  # noqa: FBT001 - a parameter of the test
    (gc.enable if is_enabled else gc.disable)()
    extract("„Ja“, sagte er.", "de")
    assert gc.isenabled() is is_enabled


def test_what_fails_leaves_it_too() -> None:
    gc.enable()
    with pytest.raises(UnknownLanguage), without_collections():
        extract("Ja.", "xx")
    assert gc.isenabled()
