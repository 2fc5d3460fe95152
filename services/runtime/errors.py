"""Two ways to fail, because a broker can do two things: read again, or set aside."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from aiokafka.errors import KafkaError, MessageSizeTooLargeError

__all__ = [
    "DEAD_REASONS",
    "DeadReason",
    "DependencyUnavailableError",
    "KafkaError",
    "Retryable",
    "ServiceError",
    "Unprocessable",
    "as_unprocessable",
    "is_permanent",
    "is_transient",
]

DeadReason: TypeAlias = Literal["decode", "schema", "too_large", "poison", "exhausted"]
DEAD_REASONS: Final[tuple[DeadReason, ...]] = (
    "decode",
    "schema",
    "too_large",
    "poison",
    "exhausted",
)


class ServiceError(Exception):
    """Something went wrong in a way we foresaw."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or (self.__doc__ or "").splitlines()[0])


class Retryable(ServiceError):  # noqa: N818 - names what to do, not that it is an error
    """The world is at fault and may recover: do not commit, read it again."""


class Unprocessable(ServiceError):  # noqa: N818 - likewise
    """The message is at fault and always will be: send it to the dead letters."""

    def __init__(self, message: str | None = None, reason: DeadReason = "poison") -> None:
        super().__init__(message)
        self.reason: DeadReason = reason


class DependencyUnavailableError(ServiceError):
    """What the service cannot work without did not answer in time."""


# Connection, transaction rollback (deadlock, serialization), resources (disk full, too many
# connections), operator (shutdown, cancelled); and a database that became read-only.
_TRANSIENT_CLASSES: Final = ("08", "40", "53", "57")
_READ_ONLY: Final = "25006"
_PERMANENT_CLASSES: Final = ("22", "23")  # bad data, broken constraint


def _sqlstate(error: BaseException) -> str:
    return getattr(error, "sqlstate", None) or ""


def is_transient(error: BaseException) -> bool:
    """Whether waiting may help. A name that does not resolve is an OSError, and may resolve."""
    if isinstance(error, MessageSizeTooLargeError):
        return False
    if isinstance(error, (Retryable, OSError, TimeoutError, KafkaError)):
        return True
    state = _sqlstate(error)
    return state.startswith(_TRANSIENT_CLASSES) or state == _READ_ONLY


def is_permanent(error: BaseException) -> bool:
    """Whether the message itself is at fault."""
    if isinstance(error, (Unprocessable, MessageSizeTooLargeError)):
        return True
    return _sqlstate(error).startswith(_PERMANENT_CLASSES)


def as_unprocessable(error: BaseException, fallback: DeadReason) -> Unprocessable:
    """`error` as what the dead letters can say of it."""
    if isinstance(error, Unprocessable):
        return error
    reason: DeadReason = "too_large" if isinstance(error, MessageSizeTooLargeError) else fallback
    return Unprocessable(f"{type(error).__name__}: {error}", reason)
