"""What `wortlaut db psql` tells psql, by its environment."""

from __future__ import annotations

import pytest

from services.local.commands.db import _for_libpq
from services.local.errors import LocalError

PLAIN = {
    "PGHOST": "db.example",
    "PGPORT": "6432",
    "PGUSER": "news",
    "PGPASSWORD": "p@ss",
    "PGDATABASE": "wort laut",
}
URL = "postgresql://news:p%40ss@db.example:6432/wort%20laut"


def test_every_part_of_the_address_is_told() -> None:
    assert _for_libpq(URL) == PLAIN


def test_parameters_of_the_url_are_told_too() -> None:
    asked = "?sslmode=verify-full&sslrootcert=/etc/ca+b.pem&application_name=desk%201"
    more = "&connect_timeout=5&target_session_attrs=read-write&options=-c%20search_path%3Da"

    assert _for_libpq(URL + asked + more) == PLAIN | {
        "PGSSLMODE": "verify-full",
        "PGSSLROOTCERT": "/etc/ca+b.pem",
        "PGAPPNAME": "desk 1",
        "PGCONNECT_TIMEOUT": "5",
        "PGTARGETSESSIONATTRS": "read-write",
        "PGOPTIONS": "-c search_path=a",
    }


def test_a_socket_is_named_by_a_parameter() -> None:
    found = _for_libpq("postgresql:///news?host=/run/postgresql")

    assert found == {"PGHOST": "/run/postgresql", "PGPORT": "5432", "PGDATABASE": "news"}


def test_what_psql_does_not_know_is_named() -> None:
    with pytest.raises(LocalError, match="'command_timeout' of the database's URL"):
        _for_libpq(f"{URL}?command_timeout=3")
