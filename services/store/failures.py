"""What an error of the database says about whose fault it is."""

from __future__ import annotations

from services.runtime.errors import Retryable, ServiceError, Unprocessable

from .metrics import ErrorKind

_UNDECIDED = "XX"  # an internal error: it may be the data, it may be the disk
_OF_THE_DATA = ("22", "23", "54")  # bad value, broken constraint, larger than Postgres can hold
_CANCELLED, _LOCKED = "57014", "55P03"  # by statement_timeout, by lock_timeout


def judged(error: Exception) -> ServiceError | None:
    """The same error as one that says what to do; None if that cannot be told.

    Everything but the data is the world's fault: also a missing table or a lost right, which
    somebody can mend while we wait, and which would send every record to the dead letters.
    """
    state = sqlstate(error)
    said = f"{type(error).__name__}: {error}"
    if state.startswith(_OF_THE_DATA) or _is_refused_argument(error):
        return Unprocessable(said)
    if state.startswith(_UNDECIDED):
        return None
    return Retryable(said)


def kind_of(error: Exception) -> ErrorKind:
    state = sqlstate(error)
    if isinstance(error, TimeoutError) or state in (_CANCELLED, _LOCKED):
        return "timeout"
    if state.startswith(_OF_THE_DATA) or _is_refused_argument(error):
        return "constraint"
    if state.startswith("40"):
        return "serialization"
    if isinstance(error, OSError) or state.startswith(("08", "57", "28")) or not state:
        return "connection"
    return "other"


def sqlstate(error: Exception) -> str:
    return getattr(error, "sqlstate", None) or ""


def _is_refused_argument(error: Exception) -> bool:
    """asyncpg itself refuses what does not fit a column's type, without a SQLSTATE."""
    return isinstance(error, ValueError | OverflowError)
