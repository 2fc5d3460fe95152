from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import aiohttp
import pytest

from services.local.ports import free_port
from services.local.processes import answers_ok
from services.local.site import SampleSite, article_paths
from tests.support.stack import until

pytestmark = pytest.mark.integration


async def test_every_article_is_served_with_its_own_address_in_it() -> None:
    async with SampleSite() as site, aiohttp.ClientSession() as client:
        for path in article_paths():
            async with client.get(f"{site.url}/{path}") as response:
                body = await response.read()

            assert response.status == 200
            assert b"__BASE__" not in body
            assert f'<link rel="canonical" href="{site.url}/{path}">'.encode() in body


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/feed.xml", "application/rss+xml"),
        ("/atom.xml", "application/atom+xml"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/NOTICE", "text/plain; charset=utf-8"),
        ("/politik/streit-im-un-sicherheitsrat.html", "text/html; charset=utf-8"),
        ("/wirtschaft/volkswagen-baut-in-indien.html", "text/html"),  # its encoding is in the page
    ],
)
async def test_files_have_their_content_types(path: str, content_type: str) -> None:
    async with (
        SampleSite() as site,
        aiohttp.ClientSession() as client,
        client.get(site.url + path) as response,
    ):
        assert response.status == 200
        assert response.headers["Content-Type"] == content_type


async def test_what_is_known_is_not_sent_again() -> None:
    async with SampleSite() as site, aiohttp.ClientSession() as client:
        async with client.get(site.feed_url) as first:
            tag, modified = first.headers["ETag"], first.headers["Last-Modified"]

        for known in ({"If-None-Match": tag}, {"If-Modified-Since": modified}):
            async with client.get(site.feed_url, headers=known) as second:
                assert second.status == 304
                assert await second.read() == b""
                assert second.headers["ETag"] == tag


async def test_what_is_not_known_is_sent() -> None:
    older = "Sat, 01 Jan 2000 00:00:00 GMT"

    async with SampleSite() as site, aiohttp.ClientSession() as client:
        for unknown in ({"If-None-Match": '"other"'}, {"If-Modified-Since": older}):
            async with client.get(site.feed_url, headers=unknown) as response:
                assert response.status == 200


async def test_what_is_not_there_is_404_and_no_way_out_of_the_folder() -> None:
    async with SampleSite() as site, aiohttp.ClientSession() as client:
        for path in ("/nope.html", "/../site.py", "/%2e%2e/site.py"):
            async with client.get(site.url + path) as response:
                assert response.status == 404


async def test_a_host_that_is_none_does_not_get_into_the_page() -> None:
    async with (
        SampleSite() as site,
        aiohttp.ClientSession() as client,
        client.get(f"{site.url}/", headers={"Host": '"><script>'}) as response,
    ):
        assert response.status == 400
        assert b"<script>" not in await response.read()


async def test_it_runs_alone_and_uses_the_name_it_is_asked_by() -> None:
    port = free_port()
    alone = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "services.local.site", "--port", str(port)),
        stdout=asyncio.subprocess.DEVNULL,
        cwd=Path(__file__).parents[3],
    )
    try:
        await until(lambda: answers_ok(port, "/feed.xml"))
        async with aiohttp.ClientSession() as client:
            headers = {"Host": "sample:8080"}
            async with client.get(f"http://127.0.0.1:{port}/feed.xml", headers=headers) as response:
                assert "<link>http://sample:8080/politik/" in await response.text()
    finally:
        alone.terminate()
        await alone.wait()
