"""Which addresses may be connected to: the guard against requests into our own network."""

from __future__ import annotations

import errno
import re
import socket
from collections.abc import Iterable
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final, TypeAlias

from aiohttp.abc import ResolveResult
from aiohttp.connector import AddrInfoType

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

_REFUSAL: Final = "address refused"
_REFUSED: Final = re.compile(rf"{_REFUSAL}: (\S+) is private")
_NAT64: Final = ip_network("64:ff9b::/96")
_COMPATIBLE: Final = ip_network("::/96")
# Global by the registry, and still nobody's news site: 6to4 relays, a cloud's control address,
# site-local and local NAT64, benchmarking and documentation that older Pythons let pass.
_NOT_OURS: Final = tuple(
    ip_network(network)
    for network in (
        "192.88.99.0/24",
        "168.63.129.16/32",
        "192.0.0.0/24",
        "198.18.0.0/15",
        "fec0::/10",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
    )
)


class RefusedAddressError(OSError):
    """A connection into a private or reserved network, which the settings do not allow."""


class Guard:
    """Makes the sockets: asked after DNS, at every connection, so at every redirect too."""

    def __init__(self, allowed: Iterable[Network] = ()) -> None:
        self._allowed = tuple(allowed)

    def __call__(self, target: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, address = target
        name = str(address[0])
        if not self.admits(name):
            # with a number, as the connector prints nothing but the words that belong to one
            raise RefusedAddressError(errno.EACCES, f"{_REFUSAL}: {name} is private or reserved")
        return socket.socket(family, kind, protocol)

    def admits(self, address: str) -> bool:
        meant = _meant(_parsed(address))
        return _is_public(meant) or self._is_allowed(meant)

    def is_inside(self, resolved: Iterable[ResolveResult]) -> bool:
        """Whether a name leads into the networks that the settings allow, and nowhere else."""
        addresses = [_meant(_parsed(found["host"])) for found in resolved]
        return bool(addresses) and all(map(self._is_allowed, addresses))

    @property
    def allows_some(self) -> bool:
        return bool(self._allowed)

    def _is_allowed(self, address: Address) -> bool:
        return any(address in network for network in self._allowed)


def is_refusal(error: BaseException) -> bool:
    """The connector joins several failures into one text, so the text decides."""
    return _REFUSAL in str(error)


def refused_network(said: str) -> Network | None:
    """Of the text of a refusal: the network that would have to be allowed."""
    found = _REFUSED.search(said)
    if found is None:
        return None
    address = _meant(_parsed(found[1]))
    loopback = ip_network("127.0.0.0/8")
    return loopback if address in loopback else ip_network(address)


def _parsed(address: str) -> Address:
    return ip_address(address.partition("%")[0])


def _meant(address: Address) -> Address:
    """The IPv4 address that an IPv6 address only carries: mapped, compatible, NAT64, 6to4."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _is_public(address: Address) -> bool:
    if not address.is_global or address.is_multicast or address.is_unspecified:
        return False
    return not any(address in network for network in _NOT_OURS)
