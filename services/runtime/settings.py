"""What every service is told by its environment (`WORTLAUT_…`)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import AfterValidator, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from .addresses import kafka_servers, postgres_url
from .security import Mechanism, Protocol, Security


class RuntimeSettings(BaseSettings):
    """Built once, in `__main__`; nothing else reads the environment."""

    model_config = SettingsConfigDict(
        env_prefix="WORTLAUT_",
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,  # there are passwords among it
    )

    bootstrap_servers: Annotated[str, AfterValidator(kafka_servers)] = Field(
        "localhost:9092", description="Kafka, host:port[,host:port…]"
    )
    kafka_security: Protocol = Field(
        "PLAINTEXT", description="PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL"
    )
    kafka_mechanism: Mechanism = Field(
        "SCRAM-SHA-512", description="of SASL: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512"
    )
    kafka_username: str = Field("", description="of SASL")
    kafka_password: SecretStr = Field(SecretStr(""), description="of SASL; better in a file")
    kafka_password_file: Path | None = Field(None, description="a file with that password")
    kafka_ca_file: Path | None = Field(
        None, description="who vouches for Kafka's certificate, PEM; else whom the system trusts"
    )
    kafka_certificate_file: Path | None = Field(
        None, description="our own certificate, PEM, where Kafka asks for one"
    )
    kafka_key_file: Path | None = Field(
        None, description="the key of that certificate, if it is not in the same file"
    )
    session_timeout_ms: int = Field(
        45_000, ge=1000, description="after so long a silent member's partitions are given away"
    )
    heartbeat_interval_ms: int = Field(3_000, ge=100, description="a third of it, or less")
    max_poll_interval_ms: int = Field(
        300_000, ge=10_000, description="how long a batch may take before the group moves on"
    )
    fetch_max_wait_ms: int = Field(100, ge=1, description="how long an idle broker holds a poll")
    batch_records: int = Field(500, ge=1, description="records handed to a handler at once")
    urgent_records: int = Field(
        200, ge=0, description="a backfill rests while more live records than this wait"
    )
    publish_timeout_seconds: float = Field(
        60, gt=0, description="for the acknowledgement of a batch of records"
    )

    database_url: Annotated[str, AfterValidator(postgres_url)] = Field(
        "postgresql://wortlaut@localhost:5432/wortlaut", description="Postgres, 16 or newer"
    )
    database_password_file: Path | None = Field(
        None, description="a file with the password, instead of one in the URL"
    )

    http_host: str = Field("127.0.0.1", description="where /metrics, /livez and /readyz listen")
    http_port: int = Field(8000, ge=0, le=65535, description="likewise")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["json", "text"] = Field("json", description="json, or text for people")
    start_deadline_seconds: float = Field(60, ge=0, description="how long to wait for dependencies")
    stop_grace_seconds: float = Field(20, gt=0, description="how long a batch in hand may take")
    stall_seconds: float = Field(60, gt=0, description="a blocked event loop ends the process")
    revision: str = Field("unknown", description="of the code, for wortlaut_build_info")

    @model_validator(mode="after")
    def _able_to_prove_who_we_are(self) -> Self:
        if not self.kafka_security.startswith("SASL"):
            return self
        has_password = self.kafka_password_file or self.kafka_password.get_secret_value()
        if not self.kafka_username or not has_password:
            msg = (
                f"WORTLAUT_KAFKA_SECURITY={self.kafka_security} needs WORTLAUT_KAFKA_USERNAME, and "
                "WORTLAUT_KAFKA_PASSWORD_FILE or WORTLAUT_KAFKA_PASSWORD"
            )
            raise ValueError(msg)
        return self

    @property
    def security(self) -> Security:
        """What every client of Kafka is given."""
        file = self.kafka_password_file
        return Security(
            self.kafka_security,
            self.kafka_mechanism,
            self.kafka_username,
            file.read_text().strip() if file else self.kafka_password.get_secret_value(),
            self.kafka_ca_file,
            self.kafka_certificate_file,
            self.kafka_key_file,
        )

    @property
    def dsn(self) -> str:
        """The database URL with the password from its file, if there is one."""
        if self.database_password_file is None:
            return self.database_url
        password = quote(self.database_password_file.read_text().strip(), safe="")
        parts = urlsplit(self.database_url)
        user, _, host = parts.netloc.rpartition("@")
        user = user.partition(":")[0]
        return urlunsplit(parts._replace(netloc=f"{user}:{password}@{host}"))
