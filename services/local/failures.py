"""What to say of a failure outside of us, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from services.local import said

if TYPE_CHECKING:
    from pydantic import ValidationError

_REFUSED: Final = ("28P01", "28000")
_NO_DATABASE: Final = "3D000"
_NO_TABLES: Final = ("42P01", "42883", "3F000")  # a table, a function or a schema
_NOT_PERMITTED: Final = "42501"


def foreseen(error: Exception) -> str | None:
    """None for our own mistakes: they keep their traceback."""
    from pydantic import ValidationError

    from services.runtime.errors import KafkaError, ServiceError, is_transient

    if isinstance(error, ValidationError):
        return _of_settings(error)
    if isinstance(error, KafkaError):
        return _of_kafka(error)
    if isinstance(error, OSError):
        return _of_system(error)
    if isinstance(error, ServiceError):
        return str(error)
    if told := _of_postgres(error):
        return told
    return f"{type(error).__name__}: {error}" if is_transient(error) else None


def _of_system(error: OSError) -> str:
    if error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    return f"nothing answers there ({error}): is `wortlaut up` running? Else --database-url"


def _of_postgres(error: Exception) -> str | None:
    state = getattr(error, "sqlstate", None)
    if state in _REFUSED:
        return (
            f"Postgres refuses the user or the password ({error}): see WORTLAUT_DATABASE_URL and "
            'WORTLAUT_DATABASE_PASSWORD_FILE; with `docker compose`, "When it does not start" in '
            "docs/operations.md"
        )
    if state == _NO_DATABASE:
        return f"there is no such database ({error}): make it, then `wortlaut db migrate`"
    if state in _NO_TABLES:
        return f"the tables are missing or old ({error}): `wortlaut db migrate`"
    if state == _NOT_PERMITTED:
        return f"Postgres does not permit it ({error}): use a role that may"
    return None


def _of_kafka(error: Exception) -> str:
    kind, reason = type(error).__name__, said.LAST.words
    told = f"{error}; {reason}" if reason else str(error)
    if "Authorization" in kind:
        return (
            f"Kafka does not permit it ({kind}: {error}): "
            "`wortlaut topics permissions` lists what a user must be permitted"
        )
    if "Authentication" in f"{kind} {reason}":
        return f"Kafka refuses WORTLAUT_KAFKA_USERNAME or its password ({told})"
    if "certificate" in reason:
        return f"Kafka's certificate is not trusted ({told}): see WORTLAUT_KAFKA_CA_FILE"
    return (
        f"Kafka does not answer ({told}): is `wortlaut up` running? Else --bootstrap-servers, and "
        "WORTLAUT_KAFKA_SECURITY where it asks for TLS or a password"
    )


def _of_settings(error: ValidationError) -> str | None:
    """A wrong variable of the environment; a model of another name is our own fault."""
    if not error.title.endswith("Settings"):
        return None
    first = error.errors(include_url=False, include_input=False)[0]
    place = "".join(str(part) for part in first["loc"])
    why = first["msg"].removeprefix("Value error, ")
    return f"WORTLAUT_{place.upper()}: {why}" if place else why
