"""A real Apache Kafka that lets nobody in without a password, over TLS, and permits nothing that is
not on its list.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.local.ports import free_port

SCRAM: Final = "org.apache.kafka.common.security.scram.ScramLoginModule"
PASSWORD: Final = "correct horse battery"
USERS: Final = ("admin", "fetcher", "parser", "store", "lag", "reader", "stranger")


CONFIGS: Final = "kafka.admin.ConfigCommand"
ACLS: Final = "org.apache.kafka.tools.AclCommand"
COMMANDS: Final = Path(__file__).with_name("KafkaTools.java")


@dataclass(frozen=True, slots=True)
class SecureKafka:
    """`admin_servers` is a second listener, for its tools, on which everybody may do everything."""

    bootstrap_servers: str
    admin_servers: str
    ca_file: Path
    password_file: Path
    libraries: str

    def environment(self, user: str) -> dict[str, str]:
        """What a service or a command of this user is told."""
        return {
            "WORTLAUT_BOOTSTRAP_SERVERS": self.bootstrap_servers,
            "WORTLAUT_KAFKA_SECURITY": "SASL_SSL",
            "WORTLAUT_KAFKA_USERNAME": user,
            "WORTLAUT_KAFKA_PASSWORD_FILE": str(self.password_file),
            "WORTLAUT_KAFKA_CA_FILE": str(self.ca_file),
        }

    def run(self, program: str, commands: Iterable[Sequence[str]]) -> str:
        """Kafka's own program, once for each list of arguments."""
        where = ("--bootstrap-server", self.admin_servers)
        lines = ["\t".join((program, *where, *arguments)) for arguments in commands]
        return _run(["java", "-cp", f"{self.libraries}/*", COMMANDS], said="\n".join(lines))


@contextmanager
def secure_kafka(tools: Path, folder: Path) -> Iterator[SecureKafka]:
    _make_certificates(folder)
    password = folder / "password"
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    data = folder / "kafka"
    data.mkdir()
    plain, secure, controller = free_port(), free_port(), free_port()
    (data / "controller-port").write_text(f"{controller}\n", encoding="ascii")
    program = tools / "kafka-local"
    properties = _properties(folder, plain, secure, controller)
    sets = [part for line in properties for part in ("--set", line)]
    _run([program, "start", "--data", data, "--port", str(plain), *sets])
    try:
        libraries = _run([tools / "kafka" / "fetch"]).strip()
        servers = f"127.0.0.1:{secure}", f"127.0.0.1:{plain}"
        kafka = SecureKafka(*servers, folder / "ca.pem", password, libraries)
        kafka.run(CONFIGS, map(_new_user, USERS))
        yield kafka
    finally:
        _run([program, "purge", "--data", data])


def _new_user(user: str) -> list[str]:
    secret = f"SCRAM-SHA-512=[iterations=4096,password={PASSWORD}]"
    return ["--alter", "--add-config", secret, "--entity-type", "users", "--entity-name", user]


def _properties(folder: Path, plain: int, secure: int, controller: int) -> list[str]:
    here = "127.0.0.1"
    return [
        f"listeners=PLAINTEXT://{here}:{plain},SASL_SSL://{here}:{secure},CONTROLLER://{here}:{controller}",
        f"advertised.listeners=PLAINTEXT://{here}:{plain},SASL_SSL://{here}:{secure}",
        "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT",
        "sasl.enabled.mechanisms=SCRAM-SHA-512",
        f"listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config={SCRAM} required;",
        "ssl.keystore.type=PEM",
        f"ssl.keystore.location={folder / 'server.pem'}",
        "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "super.users=User:ANONYMOUS;User:admin",
        "auto.create.topics.enable=false",
        "message.max.bytes=9437184",
        "group.min.session.timeout.ms=1000",
    ]


def _make_certificates(folder: Path) -> None:
    """An authority of this test's own, and Kafka's certificate by it."""
    ca = ["-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Wortlaut test authority"]
    _openssl(folder, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *ca)
    server = ["-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=127.0.0.1"]
    _openssl(folder, "req", "-newkey", "rsa:2048", "-nodes", *server)
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\n", encoding="ascii")
    signed = ["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names"]
    _openssl(
        folder, "x509", "-req", "-in", "server.csr", "-days", "2", *signed, "-out", "server.crt"
    )
    whole = (folder / "server.key").read_text("ascii") + (folder / "server.crt").read_text("ascii")
    (folder / "server.pem").write_text(whole, encoding="ascii")


def _openssl(folder: Path, *arguments: str) -> None:
    _run(["openssl", *arguments], folder)


def _run(command: Sequence[str | Path], folder: Path | None = None, said: str = "") -> str:
    done = subprocess.run(
        command, cwd=folder, input=said, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout
