from __future__ import annotations

import socket

import pytest
from aiokafka.errors import KafkaConnectionError, MessageSizeTooLargeError, NodeNotReadyError

from services.runtime.errors import (
    Retryable,
    Unprocessable,
    as_unprocessable,
    is_permanent,
    is_transient,
)


class SqlError(Exception):
    def __init__(self, sqlstate: str | None) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


TRANSIENT = [
    Retryable(),
    OSError("connection reset"),
    socket.gaierror("name does not resolve"),
    TimeoutError(),
    KafkaConnectionError(),
    NodeNotReadyError(),
    *(SqlError(s) for s in ("08006", "40001", "40P01", "53100", "53300", "57P01", "25006")),
]
PERMANENT = [
    Unprocessable(),
    MessageSizeTooLargeError(),
    *(SqlError(s) for s in ("22P05", "22021", "23505", "23502")),
]
UNKNOWN = [ValueError(), KeyError(), SqlError("42P01"), SqlError("XX000"), SqlError(None)]


@pytest.mark.parametrize("error", TRANSIENT, ids=repr)
def test_the_world_may_recover(error: Exception) -> None:
    assert is_transient(error)
    assert not is_permanent(error)


@pytest.mark.parametrize("error", PERMANENT, ids=repr)
def test_the_message_never_will(error: Exception) -> None:
    assert is_permanent(error)
    assert not is_transient(error)


@pytest.mark.parametrize("error", UNKNOWN, ids=repr)
def test_what_we_do_not_know_is_neither(error: Exception) -> None:
    assert not is_transient(error)
    assert not is_permanent(error)


def test_an_error_without_words_says_its_docstring() -> None:
    assert str(Retryable()).startswith("The world is at fault")


def test_a_reason_of_its_own_is_kept() -> None:
    assert as_unprocessable(Unprocessable("x", "schema"), "exhausted").reason == "schema"
    assert as_unprocessable(MessageSizeTooLargeError(), "poison").reason == "too_large"
    assert as_unprocessable(KeyError("k"), "exhausted").reason == "exhausted"
    assert "KeyError" in str(as_unprocessable(KeyError("k"), "exhausted"))
