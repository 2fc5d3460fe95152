"""The client alone, over real sockets."""

from __future__ import annotations

import asyncio
import gzip
import shutil
import socket
import ssl
import subprocess
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_network
from pathlib import Path

import brotli
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from cramjam import zstd

from services.fetcher.addresses import Guard
from services.fetcher.answers import Answer, Limits
from services.fetcher.web import Web
from tests.support.web import Reply, Request, Site, html, redirect

pytestmark = pytest.mark.integration

LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))
QUICK = Limits(total_seconds=2.0, connect_seconds=1.0)


@asynccontextmanager
async def client(
    *networks: str, limits: Limits = QUICK, resolver: AbstractResolver | None = None
) -> AsyncIterator[Web]:
    allowed = tuple(map(ip_network, networks)) or LOOPBACK
    async with Web(
        Guard(allowed), "Wortlaut/test (+http://contact.example)", limits, resolver
    ) as web:
        yield web


async def answer_of(reply: Reply, *, limit: int = 100_000) -> Answer:
    async with Site() as site, client() as web:
        site.routes["/a"] = reply
        return await web.get(site.url("/a"), limit=limit)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "0.0.0.0",
        "0",
        "localhost",
        "LOCALHOST.",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[0:0:0:0:0:ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
        "[fe80::1]",
        "169.254.169.254",
        "10.0.0.1",
        "①②⑦.0.0.1",
        "127。0。0。1",
    ],
)
async def test_no_spelling_of_a_private_address_is_connected_to(host: str) -> None:
    async with Site("127.0.0.1") as site, client("203.0.113.0/24") as web:
        answer = await web.get(f"http://{host}:{site.port}/", limit=1000)

    assert answer.outcome in ("refused", "dns")
    assert answer.body == b""
    assert site.requests == []


@pytest.mark.parametrize(
    "url", ["ftp://example.org/", "file:///etc/passwd", "http://a:b@127.0.0.1/", "gopher://x/", ""]
)
async def test_what_is_no_web_address_is_refused(url: str) -> None:
    async with client() as web:
        assert (await web.get(url, limit=1000)).outcome == "refused"


async def test_no_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with Site() as proxy, Site() as site, client() as web:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url(""))
        site.routes["/a"] = html("x")
        answer = await web.get(site.url("/a"), limit=1000)

    assert answer.outcome == "ok"
    assert proxy.requests == []


async def test_it_says_who_asks_and_keeps_no_cookie() -> None:
    async with Site() as site, client() as web:
        site.routes["/a"] = html("x", Set_Cookie="a=b")
        await web.get(site.url("/a"), limit=1000)
        await web.get(site.url("/a"), limit=1000, etag='"e"', last_modified="never")
        first, second = (request.headers for request in site.requests)

    assert first["User-Agent"] == "Wortlaut/test (+http://contact.example)"
    assert "Cookie" not in second
    assert second["If-None-Match"] == '"e"'
    assert "If-Modified-Since" not in second, "one condition, not two"


BODY = b"<p>" + b"Wort " * 2000


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(BODY, mtime=0)),
        ("deflate", zlib.compress(BODY)),
        ("br", brotli.compress(BODY)),
        ("zstd", bytes(zstd.compress(BODY))),
        ("identity", BODY),
    ],
    ids=["gzip", "deflate", "br", "zstd", "identity"],
)
async def test_every_common_packing_is_unpacked_and_limited(coding: str, packed: bytes) -> None:
    reply = Reply(packed, headers={"Content-Type": "text/html", "Content-Encoding": coding})

    assert (await answer_of(reply)).body == BODY
    assert (await answer_of(reply, limit=len(BODY))).outcome == "ok"
    assert (await answer_of(reply, limit=len(BODY) - 1)).outcome == "too_large"


@pytest.mark.parametrize("coding", ["gzip, gzip, gzip", "compress", "gzip, x"])
async def test_unknown_packings_and_more_than_two_are_not_opened(coding: str) -> None:
    reply = Reply(gzip.compress(gzip.compress(BODY)), headers={"Content-Encoding": coding})

    assert (await answer_of(reply)).outcome == "unsupported"


async def test_a_packing_within_a_packing_is_undone_and_limited() -> None:
    twice = gzip.compress(gzip.compress(BODY))
    reply = Reply(twice, headers={"Content-Type": "text/html", "Content-Encoding": "gzip, gzip"})

    assert (await answer_of(reply)).body == BODY
    assert (await answer_of(reply, limit=len(BODY) - 1)).outcome == "too_large"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
async def test_a_packed_answer_that_breaks_off_is_no_page(coding: str) -> None:
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}
    whole = packed.get(coding, zstd.compress)(BODY)
    reply = Reply(bytes(whole)[:-4], headers={"Content-Encoding": coding})

    answer = await answer_of(reply)

    assert (answer.outcome, answer.body) == ("protocol", b"")


async def test_a_broken_packing_is_the_protocols_fault() -> None:
    reply = Reply(b"no gzip at all", headers={"Content-Encoding": "gzip"})

    assert (await answer_of(reply)).outcome == "protocol"


async def test_a_cut_answer_keeps_its_beginning() -> None:
    async with Site() as site, client() as web:
        site.routes["/a"] = Reply(b"x" * 5000)
        answer = await web.get(site.url("/a"), limit=100, cut=True)

    assert (answer.outcome, answer.body) == ("ok", b"x" * 100)


async def test_headers_without_end_are_refused() -> None:
    many = b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(5000)) + b"\r\n"
    long = b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n"

    assert (await answer_of(Reply(raw=many))).outcome == "protocol"
    assert (await answer_of(Reply(raw=long))).outcome == "protocol"


async def test_redirects_are_followed_counted_and_learnt() -> None:
    async with Site() as site, client() as web:
        site.routes |= {
            "/1": redirect("/2", 301),
            "/2": redirect(site.url("/3"), 308),
            "/3": redirect("/4#part", 302),
            "/4": html("there"),
            **{f"/l{n}": redirect(f"/l{n + 1}") for n in range(10)},
        }
        answer = await web.get(site.url("/1"), limit=1000)
        endless = await web.get(site.url("/l0"), limit=1000)

    assert (answer.outcome, answer.url) == ("ok", site.url("/4"))
    assert answer.moved_to == site.url("/3"), "as far as the way is permanent"
    assert (endless.outcome, endless.detail) == ("redirected", "more than 5 redirects")
    assert sum(request.path.startswith("/l") for request in site.requests) == 6


async def test_a_redirect_elsewhere_needs_the_permission_of_its_robots() -> None:
    asked: list[str] = []

    async def permit(url: str) -> tuple[str, str] | None:
        asked.append(url)
        return ("robots", "no")

    async with Site("127.0.0.1") as site, Site("127.0.0.2") as other, client() as web:
        site.routes["/a"] = redirect(other.url("/b"))
        answer = await web.get(site.url("/a"), limit=1000, permit=permit)  # type: ignore[arg-type] # a str is an outcome here

    assert answer.outcome == "robots"
    assert asked == [other.url("/b")]
    assert other.requests == []


class Silent(AbstractResolver):
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        await asyncio.Event().wait()
        return []

    async def close(self) -> None:
        pass


async def test_a_name_server_that_never_answers_costs_the_deadline_and_no_more() -> None:
    async with client(resolver=Silent(), limits=Limits(total_seconds=0.3)) as web:
        answer = await web.get("http://stumm.example/", limit=1000)

    assert answer.outcome == "timeout"

    patient = Limits(total_seconds=5, connect_seconds=0.2)
    async with client(resolver=Silent(), limits=patient) as web:
        answer = await web.get("http://stumm.example/", limit=1000)

    assert answer.outcome == "dns"
    assert "no answer from DNS within 0.2 s" in answer.detail


@pytest.fixture
def self_signed(tmp_path: Path) -> ssl.SSLContext:
    if shutil.which("openssl") is None:
        pytest.skip("no `openssl` to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost",
         "-days", "1", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )  # fmt: skip
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context


async def test_a_bad_certificate_is_named(self_signed: ssl.SSLContext) -> None:
    server = await asyncio.start_server(lambda _, w: w.close(), "127.0.0.1", 0, ssl=self_signed)
    port = server.sockets[0].getsockname()[1]
    async with server, client() as web:
        answer = await web.get(f"https://127.0.0.1:{port}/", limit=1000)

    assert answer.outcome == "tls"
    assert "self-signed" in answer.detail


async def test_a_url_is_asked_for_as_it_is_written() -> None:
    async with Site() as site, client() as web:
        for path in ("/a%2Fb?x=%26&y=ö", "/Größe"):
            await web.get(site.url(path), limit=1000)
        paths = [request.path for request in site.requests]

    assert paths == ["/a%2Fb?x=%26&y=%C3%B6", "/Gr%C3%B6%C3%9Fe"]


async def test_a_location_in_bytes_is_read_as_utf8() -> None:
    def moved(_: Request) -> Reply:
        return redirect("/größe")

    async with Site() as site, client() as web:
        site.routes |= {"/a": moved, "/gr%C3%B6%C3%9Fe": html("there")}
        answer = await web.get(site.url("/a"), limit=1000)

    assert answer.body == b"there"
