from __future__ import annotations

import pytest

from services.fetcher.walls import challenge_of, wall_of

ARTICLE = "https://www.zeitung.de/politik/login-daten-gestohlen"


@pytest.mark.parametrize(
    ("target", "outcome"),
    [
        ("https://consent.zeitung.de/?url=x", "consent"),
        ("https://www.zeitung.de/zustimmung?url=x", "consent"),
        ("https://guce.yahoo.com/consent?x", "consent"),
        ("https://sso.zeitung.de/auth", "paywall"),
        ("https://www.zeitung.de/login?next=x", "paywall"),
        ("https://www.zeitung.de/politik/login-daten-gestohlen.html", None),
        ("https://www.zeitung.de/politik/consent-und-cookies", None),
    ],
)
def test_a_redirect_to_a_gate_is_named(target: str, outcome: str | None) -> None:
    wall = wall_of(target, ARTICLE)

    assert (wall[0] if wall else None) == outcome


def test_who_lives_behind_such_a_name_is_no_gate() -> None:
    assert wall_of("https://login.gov/b", "https://login.gov/a") is None


@pytest.mark.parametrize(
    ("status", "headers", "is_challenge"),
    [
        (403, {"cf-mitigated": "challenge"}, True),
        (202, {"x-amzn-waf-action": "challenge"}, True),
        (403, {"x-datadome": "protected"}, True),
        (200, {"x-datadome": "protected"}, False),
        (403, {}, False),
        (404, {"cf-mitigated": "challenge"}, False),
    ],
)
def test_a_challenge_is_known_by_its_headers(
    status: int,
    headers: dict[str, str],
    is_challenge: bool,  # noqa: FBT001 - a table's column
) -> None:
    assert (challenge_of(status, headers) is not None) is is_challenge
