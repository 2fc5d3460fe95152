from __future__ import annotations

import ast
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from faststream.kafka.security import parse_security
from pydantic import ValidationError

from services.runtime.security import PLAINTEXT, CertificateError, Security
from services.runtime.settings import RuntimeSettings

SERVICES = Path(__file__).parents[4] / "services"
CLIENTS = {"AIOKafkaConsumer", "AIOKafkaProducer", "AIOKafkaClient", "AIOKafkaAdminClient"}
EMBEDDED = SERVICES / "local" / "broker.py"  # asks its own child, which knows no passwords


def _clients() -> Iterator[tuple[str, ast.Call]]:
    for file in sorted({*SERVICES.rglob("*.py")} - {EMBEDDED}):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CLIENTS:
                yield f"{file.relative_to(SERVICES)}:{node.lineno}", node


def test_every_client_of_kafka_is_told_how_to_prove_who_it_is() -> None:
    """By `**security.options`: one that is not works on an open cluster and nowhere else."""
    found = dict(_clients())

    assert len(found) >= 5
    for place, call in found.items():
        assert any(keyword.arg is None for keyword in call.keywords), place


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"])
@pytest.mark.parametrize("protocol", ["SASL_SSL", "SASL_PLAINTEXT"])
def test_consumers_and_producers_are_told_the_same(protocol: str, mechanism: str) -> None:
    """FastStream makes the ones, we the others."""
    security = Security(protocol, mechanism, "ada", "secret")  # type: ignore[arg-type] # a parameter

    ours, theirs = security.options, parse_security(security.for_faststream)

    assert ours["security_protocol"] == theirs["security_protocol"] == protocol
    for name in ("sasl_mechanism", "sasl_plain_username", "sasl_plain_password"):
        assert ours[name] == theirs[name]
    assert isinstance(ours.get("ssl_context"), ssl.SSLContext) is (protocol == "SASL_SSL")


def test_certificates_and_host_names_are_checked() -> None:
    context = Security("SSL").options["ssl_context"]

    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname


def test_nothing_is_said_to_an_open_cluster() -> None:
    assert PLAINTEXT.options == {"security_protocol": "PLAINTEXT"}
    assert parse_security(PLAINTEXT.for_faststream)["security_protocol"] == "PLAINTEXT"


def test_a_certificate_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate", encoding="ascii")

    for name in ("ca.pem", "none.pem"):
        with pytest.raises(CertificateError, match=rf"{name} cannot be used for Kafka"):
            _ = Security("SSL", ca_file=tmp_path / name).options


def test_a_password_is_read_from_its_file_and_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("hush-hush\n", encoding="utf-8")
    settings = RuntimeSettings(
        kafka_security="SASL_SSL", kafka_username="ada", kafka_password_file=file
    )

    assert settings.security.password == "hush-hush"
    assert "hush-hush" not in repr(settings) + repr(settings.security)


@pytest.mark.parametrize("given", [{}, {"kafka_username": "ada"}, {"kafka_password": "hush-hush"}])
def test_half_of_a_proof_is_refused_without_showing_it(given: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="needs WORTLAUT_KAFKA_USERNAME") as refused:
        RuntimeSettings(kafka_security="SASL_SSL", **given)  # type: ignore[arg-type] # a parameter

    assert "hush-hush" not in str(refused.value)
