from __future__ import annotations

import socket

import asyncpg
import pytest

from services.runtime.errors import Retryable, Unprocessable
from services.store.failures import judged, kind_of


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (ConnectionRefusedError(), "connection"),
        (socket.gaierror(), "connection"),
        (asyncpg.ConnectionDoesNotExistError("…"), "connection"),
        (asyncpg.InterfaceError("connection is closed"), "connection"),
        (asyncpg.InternalClientError("…"), "connection"),
        (asyncpg.AdminShutdownError("…"), "connection"),
        (asyncpg.InvalidPasswordError("…"), "connection"),
        (TimeoutError(), "timeout"),
        (asyncpg.QueryCanceledError("…"), "timeout"),
        (asyncpg.LockNotAvailableError("…"), "timeout"),
        (asyncpg.DeadlockDetectedError("…"), "serialization"),
        (asyncpg.SerializationError("…"), "serialization"),
        (asyncpg.DiskFullError("…"), "other"),
        (asyncpg.ReadOnlySQLTransactionError("…"), "other"),
        (asyncpg.UndefinedTableError("…"), "other"),
        (asyncpg.InsufficientPrivilegeError("…"), "other"),
    ],
)
def test_the_world_is_at_fault(error: Exception, kind: str) -> None:
    assert isinstance(judged(error), Retryable)
    assert kind_of(error) == kind


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.CharacterNotInRepertoireError("…"),
        asyncpg.NumericValueOutOfRangeError("…"),
        asyncpg.NotNullViolationError("…"),
        asyncpg.ProgramLimitExceededError("…"),
        OverflowError("value out of int32 range"),
        UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    ],
)
def test_the_message_is_at_fault(error: Exception) -> None:
    assert isinstance(judged(error), Unprocessable)
    assert kind_of(error) == "constraint"


def test_whose_fault_an_internal_error_is_cannot_be_told() -> None:
    assert judged(asyncpg.InternalServerError("…")) is None
