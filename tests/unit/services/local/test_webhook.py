from __future__ import annotations

import pytest

from services.local import webhook
from services.local.errors import LocalError
from services.local.webhook import Answer, key_of, pause_after, signature_of


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example of the specification, so that its libraries verify ours."""
    key = key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = signature_of(
        key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}'
    )

    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(("secret", "said"), [("short", "shorter"), ("whsec_#", "no base64")])
def test_a_secret_that_is_none_is_refused(secret: str, said: str) -> None:
    with pytest.raises(LocalError, match=said):
        key_of(secret)


def test_pauses_grow_and_end_growing() -> None:
    assert 0.5 <= pause_after(1) <= 1
    assert 4 <= pause_after(4) <= 8
    assert pause_after(50) <= webhook.LONGEST_PAUSE


@pytest.mark.parametrize(
    ("status", "may_pass"), [(0, True), (429, True), (500, True), (503, True), (404, False)]
)
def test_only_what_may_pass_is_tried_again(
    status: int,
    may_pass: bool,  # noqa: FBT001 - a parameter of pytest
) -> None:
    assert Answer(status).may_pass is may_pass
