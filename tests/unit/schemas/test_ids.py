from __future__ import annotations

from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import Revision, article_id, claim_id, quote_id, revision, urn_of
from schemas.ids import derived

URL = "https://zeitung.example/a"


def test_ids_are_frozen() -> None:
    """These are in every database and topic: a change here is a new major version."""
    article = article_id(URL)
    of = revision("Der Text.")

    assert article == UUID("496e2fa0-f943-5aed-8b7a-af6da6fcdc5b")
    assert of == "568e62dc3d21fccd"
    assert quote_id(article, of, "direct", [(0, 3), (5, 9)]) == UUID(
        "f08ffd7c-e402-591f-a029-efe39ee67495"
    )
    assert claim_id(article, of, "hearsay", [(0, 3)]) == UUID(
        "14cbaa2c-1255-5022-9254-920a0e5e6dc2"
    )


def test_a_quote_and_a_claim_over_the_same_words_differ() -> None:
    article, of = article_id(URL), Revision("0123456789abcdef")

    assert quote_id(article, of, "hearsay", [(0, 3)]) != claim_id(article, of, "hearsay", [(0, 3)])


@pytest.mark.parametrize("spans", [[(0, 4)], [(0, 3), (3, 4)], [(0, 1), (1, 4)]])
def test_every_cut_of_the_same_words_has_its_own_id(spans: list[tuple[int, int]]) -> None:
    article, of = article_id(URL), Revision("0123456789abcdef")
    others = [s for s in ([(0, 4)], [(0, 3), (3, 4)], [(0, 1), (1, 4)]) if s != spans]

    ids = {quote_id(article, of, "direct", other) for other in others}

    assert quote_id(article, of, "direct", spans) not in ids


def test_a_text_without_a_url_is_named_by_its_content() -> None:
    assert urn_of(b"a") == urn_of(b"a") != urn_of(b"b")
    assert urn_of(b"a").startswith("urn:sha256:ca978112ca1bbdca")


@given(st.uuids(), st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_an_id_derived_as_text_is_uuid5(namespace: UUID, name: str) -> None:
    assert derived(namespace, name) == str(uuid5(namespace, name))


@given(st.text(st.characters(codec="utf-8")))
def test_an_article_is_uuid5_of_its_url(url: str) -> None:
    assert article_id(url) == uuid5(NAMESPACE_URL, url)
