"""How we prove to Kafka who we are, and know that it is Kafka: SASL and TLS."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from faststream.security import (
    BaseSecurity,
    SASLPlaintext,
    SASLScram256,
    SASLScram512,
)

from .errors import ServiceError

Protocol: TypeAlias = Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]
Mechanism: TypeAlias = Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"]

_MECHANISMS: Final = {
    "PLAIN": SASLPlaintext,
    "SCRAM-SHA-256": SASLScram256,
    "SCRAM-SHA-512": SASLScram512,
}


class CertificateError(ServiceError):
    """A certificate or key for Kafka cannot be used."""


@dataclass(frozen=True, slots=True)
class Security:
    """Every client of ours is given one; what it says is never logged."""

    protocol: Protocol = "PLAINTEXT"
    mechanism: Mechanism = "SCRAM-SHA-512"
    username: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    certificate_file: Path | None = None
    key_file: Path | None = None

    @property
    def options(self) -> dict[str, Any]:
        """As aiokafka's consumers, producers and clients take them."""
        options: dict[str, Any] = {"security_protocol": self.protocol}
        if self._has_tls:
            options["ssl_context"] = self._context()
        if self._has_sasl:
            options["sasl_mechanism"] = self.mechanism
            options["sasl_plain_username"] = self.username
            options["sasl_plain_password"] = self.password
        return options

    @property
    def for_faststream(self) -> BaseSecurity:
        context = self._context() if self._has_tls else None
        if not self._has_sasl:
            return BaseSecurity(ssl_context=context, use_ssl=self._has_tls)
        return _MECHANISMS[self.mechanism](
            username=self.username,
            password=self.password,
            ssl_context=context,
            use_ssl=self._has_tls,
        )

    @property
    def _has_tls(self) -> bool:
        return self.protocol.endswith("SSL")

    @property
    def _has_sasl(self) -> bool:
        return self.protocol.startswith("SASL")

    def _context(self) -> ssl.SSLContext:
        """Host names are checked: the certificate must be that of the address we connect to."""
        file = self.ca_file
        try:
            context = ssl.create_default_context(cafile=None if file is None else str(file))
            if file := self.certificate_file:
                context.load_cert_chain(file, self.key_file)
        except (OSError, ssl.SSLError) as error:
            raise CertificateError(f"{file} cannot be used for Kafka: {error}") from error
        return context


PLAINTEXT: Final = Security()
