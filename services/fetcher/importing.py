"""Lists of sources: OPML, YAML, or one URL a line; read, and written again."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar
from xml.etree.ElementTree import (
    Element,
    ParseError,
    SubElement,
    XMLParser,
    fromstring,
    indent,
    tostring,
)

import yaml

from services.runtime.errors import ServiceError

from . import urls
from .frontier import Frontier
from .model import FeedRow, Reservations, Source, SourceKind

log = logging.getLogger("wortlaut.fetcher")

T = TypeVar("T")
_YAML: Final = frozenset({".yaml", ".yml"})
_KNOWN: Final = frozenset(
    {"url", "title", "kind", "reservations", "shortest_minutes", "longest_minutes"}
)
_NAMESPACE: Final = "https://wortlaut.invalid/opml"


class FeedListError(ServiceError):
    """The list of feeds cannot be read."""


def feeds_listed(text: str, name: str) -> list[Source]:
    """Of OPML, YAML or plain text, each URL once. Raises FeedListError that names the file."""
    if text.lstrip("\ufeff \t\r\n")[:1] == "<":
        found = _of_opml(text, name)
    elif Path(name).suffix.lower() in _YAML:
        found = _of_yaml(text, name)
    else:
        found = _of_lines(text)
    return list({source.url: source for source in found}.values())


def feeds_in(path: Path) -> list[Source]:
    try:
        return feeds_listed(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise FeedListError(f"cannot read the feeds in {path}: {error}") from error


async def import_feeds(frontier: Frontier, path: Path, now: datetime) -> int:
    """Add what the file lists; pause what it listed earlier and lists no more. How many are new."""
    origin = f"file:{path.name}"
    usable = list(_usable(feeds_in(path), path.name))
    new = [await frontier.add_feed(source, now, origin) for source in usable]
    retired = await frontier.retire_feeds(origin, [source.url for source in usable])
    counts = {"file": path.name, "listed": len(usable), "new": sum(new), "paused": len(retired)}
    log.info("feeds.imported", extra=counts)
    for source in usable:
        if source.reservations == "ignore":
            log.warning("reservations.ignored", extra={"feed": urls.shown(source.url)})
    return sum(new)


def _usable(listed: list[Source], name: str) -> Iterator[Source]:
    for source in listed:
        try:
            urls.parts_of(source.url)
        except urls.UnusableUrlError as error:
            extra = {"file": name, "feed": urls.shown(source.url), "why": str(error)}
            log.warning("feed.refused", extra=extra)
        else:
            yield source


def _of_lines(text: str) -> Iterator[Source]:
    """`#` begins a comment at the start of a line or after a blank: URLs may hold one."""
    for line in text.splitlines():
        url = re.split(r"(?:^|\s)#", line.lstrip("\ufeff"), maxsplit=1)[0].strip()
        if url:
            yield Source(url)


def _of_opml(text: str, name: str) -> Iterator[Source]:
    for outline in _tree(text, name).iter("outline"):
        said = {key.rpartition("}")[2].lower(): value for key, value in outline.attrib.items()}
        if url := said.get("xmlurl", "").strip():
            title = said.get("title") or said.get("text") or None
            yield source_of({**said, "url": url, "title": title}, name)


def _tree(text: str, name: str) -> Element:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise FeedListError(f"{name}: document types and entities are not read")
    try:
        parser = XMLParser(encoding="utf-8")  # noqa: S314 - a DTD was refused above
        return fromstring(text.lstrip("\ufeff \t\r\n").encode(), parser)  # noqa: S314 - likewise
    except ParseError as error:
        raise FeedListError(f"{name} is no OPML: {error}") from error


def _of_yaml(text: str, name: str) -> Iterator[Source]:
    """A list, or a mapping with the list under `feeds`; each a URL or a mapping with `url`."""
    try:
        read: Any = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise FeedListError(f"{name} is no YAML: {' '.join(str(error).split())[:200]}") from error
    listed = read.get("feeds") if isinstance(read, dict) else read
    if not isinstance(listed, list):
        raise FeedListError(f"{name}: a list of feeds is expected, at the top or under `feeds:`")
    for item in listed:
        said = {"url": item} if isinstance(item, str) else item
        if not isinstance(said, dict) or not isinstance(said.get("url"), str):
            raise FeedListError(
                f"{name}: neither a URL nor a mapping with `url`: {str(item)[:80]!r}"
            )
        if unknown := {str(key) for key in said} - _KNOWN:
            raise FeedListError(f"{name}: {said['url'][:80]}: unknown key {min(unknown)!r}")
        yield source_of(said, name)


def source_of(said: Mapping[str, Any], name: str) -> Source:
    """Of what a file or a command says. Raises FeedListError that names both."""
    url = str(said["url"]).strip()
    kind: SourceKind = _chosen(said, "kind", ("feed", "site"), name)
    reservations: Reservations = _chosen(said, "reservations", ("honour", "ignore"), name)
    shortest, longest = _minutes(said, "shortest", name), _minutes(said, "longest", name)
    if shortest and longest and shortest > longest:
        raise FeedListError(f"{name}: {url[:80]}: shortest_minutes is more than longest_minutes")
    title = said.get("title")
    return Source(url, str(title) if title else None, kind, reservations, shortest, longest)


def _chosen(said: Mapping[str, Any], key: str, choices: tuple[T, T], name: str) -> T:
    value = said.get(key, choices[0])
    for choice in choices:
        if value == choice:
            return choice
    why = f"{key} is {choices[0]} or {choices[1]}, not {str(value)[:20]!r}"
    raise FeedListError(f"{name}: {said['url'][:80]}: {why}")


def _minutes(said: Mapping[str, Any], which: str, name: str) -> timedelta | None:
    value = said.get(f"{which}_minutes")
    if value is None:
        return None
    try:
        minutes = float(value)
    except (TypeError, ValueError):
        minutes = 0.0
    if not 1 <= minutes <= 60 * 24 * 60:
        why = f"{which}_minutes is a number from 1 to 86400, not {str(value)[:20]!r}"
        raise FeedListError(f"{name}: {said['url'][:80]}: {why}")
    return timedelta(minutes=minutes)


def exported(rows: Iterable[FeedRow], form: str) -> str:
    """Sources as a file that `import` reads again: `opml`, `yaml` or `lines`.

    What an index or a site named is left out: it is found there again.
    """
    said = [_described(row) for row in rows if row.parent is None]
    match form:
        case "yaml":
            dumped: str = yaml.safe_dump({"feeds": said}, allow_unicode=True, sort_keys=False)
            return dumped
        case "opml":
            return _opml(said)
        case _:
            return "".join(f"{one['url']}\n" for one in said)


def _described(row: FeedRow) -> dict[str, Any]:
    """Only what is not as it would be anyway."""
    settings = {
        "title": row.title,
        "kind": None if row.kind == "feed" else row.kind,
        "reservations": None if row.reservations == "honour" else row.reservations,
        "shortest_minutes": row.shortest and row.shortest.total_seconds() / 60,
        "longest_minutes": row.longest and row.longest.total_seconds() / 60,
    }
    return {
        "url": row.url,
        **{name: value for name, value in settings.items() if value is not None},
    }


def _opml(said: Iterable[Mapping[str, Any]]) -> str:
    """Our own settings as attributes of a namespace of ours: other readers pass them over."""
    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = "Wortlaut"
    body = SubElement(root, "body")
    for one in said:
        title = str(one.get("title") or one["url"])
        outline = SubElement(body, "outline", type="rss", text=title, title=title)
        outline.set("xmlUrl", str(one["url"]))
        for name in ("kind", "reservations", "shortest_minutes", "longest_minutes"):
            if name in one:
                outline.set(f"{{{_NAMESPACE}}}{name}", str(one[name]))
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"
