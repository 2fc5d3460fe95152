from __future__ import annotations

import socket
from ipaddress import ip_network

import pytest

from services.fetcher.addresses import Guard, RefusedAddressError, is_refusal, refused_network

PRIVATE = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.1", "198.18.0.1", "192.0.2.1", "224.0.0.1",
    "240.0.0.1", "255.255.255.255", "192.88.99.1", "168.63.129.16",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "fec0::1",
    "2001:db8::1", "2001::1", "100::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1",
]  # fmt: skip
PUBLIC = [
    "93.184.215.14",
    "1.1.1.1",
    "2a00:1450:4001:80b::200e",
    "::ffff:1.1.1.1",
    "64:ff9b::101:101",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_or_reserved_address_is_refused_in_every_form(address: str) -> None:
    assert not Guard().admits(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_admitted(address: str) -> None:
    assert Guard().admits(address)


def test_what_the_settings_allow_is_admitted_and_nothing_beside_it() -> None:
    guard = Guard([ip_network("10.1.0.0/16"), ip_network("fd00::/16")])

    assert guard.admits("10.1.2.3")
    assert guard.admits("::ffff:10.1.2.3")
    assert guard.admits("fd00::1")
    assert not guard.admits("10.2.0.1")
    assert not guard.admits("127.0.0.1")


def test_no_socket_is_made_for_a_refused_address() -> None:
    target = (socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", 80))

    with pytest.raises(RefusedAddressError) as refusal:
        Guard()(target)

    assert is_refusal(refusal.value)
    assert not is_refusal(OSError("connection refused"))


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("127.0.0.7", "127.0.0.0/8"),
        ("10.1.2.3", "10.1.2.3/32"),
        ("fd00::1", "fd00::1/128"),
        ("::ffff:10.1.2.3", "10.1.2.3/32"),
    ],
)
def test_a_refusal_says_which_network_would_have_to_be_allowed(address: str, network: str) -> None:
    with pytest.raises(RefusedAddressError) as refused:
        Guard()((socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)))

    assert str(refused_network(f"ClientConnectorError: {refused.value}")) == network
    assert refused_network("ok") is None
