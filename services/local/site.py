"""Serves the sample site: `python -m services.local.site --host 127.0.0.1 --port 8080`."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from aiohttp import web
from aiohttp.web import Request, StreamResponse

SAMPLE: Final = Path(__file__).parent / "sample"
_BASE: Final = b"__BASE__"
_HOST: Final = re.compile(r"[A-Za-z0-9.:\[\]-]+")
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    "": "text/plain; charset=utf-8",
}
_FEEDS: Final = {"feed.xml": "application/rss+xml", "atom.xml": "application/atom+xml"}


@dataclass(frozen=True, slots=True)
class File:
    content: bytes
    content_type: str
    modified: datetime

    def at(self, base: str) -> bytes:
        return self.content.replace(_BASE, base.encode("ascii"))


class SampleSite:
    """The bundled articles on 127.0.0.1, at a free port unless one is given."""

    def __init__(self, port: int = 0, *, host: str = "127.0.0.1") -> None:
        self._host = host
        self._port = port
        self._runner = web.AppRunner(application(), access_log=None)

    @property
    def url(self) -> str:
        return f"http://{self._host}:{self._port}"

    @property
    def feed_url(self) -> str:
        return f"{self.url}/feed.xml"

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()


def application(folder: Path = SAMPLE) -> web.Application:
    files = {_address(path, folder): _file(path) for path in folder.rglob("*") if path.is_file()}

    async def serve(request: Request) -> StreamResponse:
        file = files.get(request.path)
        if file is None:
            raise web.HTTPNotFound(text="Diese Seite gibt es hier nicht.")
        if not _HOST.fullmatch(request.host):  # it is written into the page
            raise web.HTTPBadRequest(text="Host?")
        return _answer(request, file)

    app = web.Application()
    app.router.add_get("/{path:.*}", serve)
    return app


def article_paths(folder: Path = SAMPLE) -> list[str]:
    """Of the articles alone, without the index: `politik/….html`."""
    return sorted(str(path.relative_to(folder)) for path in folder.glob("*/*.html"))


def _answer(request: Request, file: File) -> StreamResponse:
    """Pages name their own address, which is the one they were asked for at."""
    body = file.at(f"{request.scheme}://{request.host}")
    tag = sha256(body).hexdigest()[:20]
    unchanged = _is_known(request, tag, file.modified)
    response = web.Response(status=304) if unchanged else web.Response(body=body)
    response.etag = tag
    response.last_modified = file.modified
    if not unchanged:
        response.headers["Content-Type"] = file.content_type
    return response


def _is_known(request: Request, tag: str, modified: datetime) -> bool:
    """A tag decides alone where one is sent (RFC 9110, 13.1.3)."""
    if request.if_none_match is not None:
        return any(known.value in {tag, "*"} for known in request.if_none_match)
    since = request.if_modified_since
    return since is not None and modified <= since


def _file(path: Path) -> File:
    modified = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    content = path.read_bytes()
    return File(content, _content_type(path, content), modified)


def _content_type(path: Path, content: bytes) -> str:
    """Old pages say their encoding in the page alone, as they did."""
    if b"charset=windows-1252" in content[:500]:
        return "text/html"
    return _FEEDS.get(path.name) or _TYPES[path.suffix]


def _address(path: Path, folder: Path) -> str:
    return "/" + str(path.relative_to(folder)).removesuffix("index.html")


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve Wortlaut's sample site.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8080, help="port (%(default)s)")
    options = parser.parse_args()
    web.run_app(application(), host=options.host, port=options.port)


if __name__ == "__main__":
    main()
