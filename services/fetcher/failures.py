"""An exception of the HTTP client → the outcome it stands for."""

from __future__ import annotations

import socket
import ssl
from typing import Final

import aiohttp

from .addresses import is_refusal
from .outcomes import Outcome

# In order: a certificate error is a connection error too.
_FAILURES: Final[tuple[tuple[Outcome, tuple[type[BaseException], ...]], ...]] = (
    ("dns", (aiohttp.ClientConnectorDNSError, socket.gaierror)),
    ("tls", (aiohttp.ClientSSLError, ssl.SSLError, ssl.CertificateError)),
    ("timeout", (aiohttp.ServerTimeoutError, TimeoutError)),
    ("connect", (aiohttp.ClientConnectorError,)),
    ("protocol", (aiohttp.ClientError, ValueError)),  # broken off, or not HTTP at all
)


def failure_of(error: BaseException) -> tuple[Outcome, str]:
    if is_refusal(error):
        return "refused", str(error)[-200:]
    said = f"{type(error).__name__}: {error}"[:300]
    for outcome, kinds in _FAILURES:
        if isinstance(error, kinds):
            return outcome, said
    return "connect", said
