"""One page, one URL: the normalisation that article ids derive from, so it must never change."""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

import idna
import tldextract

from . import spellings

MAX_URL: Final = 2048
MAX_CANONICAL: Final = 8192  # of an event: what is beyond ASCII grows when it is escaped

# What mailings, networks and analytics append to tell where a reader came from.
_TRACKERS: Final = frozenset(
    {
        "_ga", "_gl", "_hsenc", "_hsmi", "_openstat", "at_campaign", "at_medium", "campaign_id",
        "cmpid", "dclid", "epik", "fb_action_ids", "fb_ref", "fb_source", "fbclid", "gbraid",
        "gclid", "gclsrc", "ga_source", "hsctatracking", "igsh", "igshid", "li_fat_id", "mc_cid",
        "mc_eid", "mkt_tok", "msclkid", "ns_campaign", "oly_anon_id", "oly_enc_id", "rb_clickid",
        "s_cid", "sc_src", "srsltid", "ttclid", "twclid", "vero_id", "wbraid", "wt_mc", "wt_zmc",
        "xing_share", "xtor", "yclid",
    }
)  # fmt: skip
_TRACKER_PREFIXES: Final = ("utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_")
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_UNRESERVED: Final = frozenset(string.ascii_letters + string.digits + "-._~")
_ESCAPE: Final = re.compile("%([0-9A-Fa-f]{2})")
_BARE_PERCENT: Final = re.compile("%(?![0-9A-Fa-f]{2})")
_UNSAFE: Final = re.compile("[\x00-\x20\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_UNSTORABLE: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_PLAIN_URL: Final = re.compile(
    r"(https?)://([A-Za-z0-9._:-]+)(/[!-\"$->@-~]*)?(?:\?([!-\"$-~]*))?(?:#([!-~]*))?"
)
_ABSOLUTE: Final = re.compile(r"https?://[^/?#;\[\]]+/[^?#;]*(?:\?[^?#;]+)?")
# Characters that may stand in a path or query; all others are escaped in UTF-8.
_LEGAL: Final = "!$&'()*+,;=:@/?%[]~"

_suffixes: Final = tldextract.TLDExtract(
    cache_dir=None,
    suffix_list_urls=(),  # the bundled list: no request at start, no file in a home directory
    include_psl_private_domains=True,  # one blog of a hoster does not speak for another
)


class UnusableUrlError(ValueError):
    """No URL that a fetcher may follow; the text says why."""


@lru_cache(maxsize=4096)  # each part of a fetch asks for the same few again
def parts_of(url: str) -> SplitResult:
    """Raises UnusableUrlError unless it is http(s) with a host, no userinfo, and not endless."""
    if len(url) > MAX_URL:
        raise UnusableUrlError(f"URL of {len(url)} characters, more than {MAX_URL}")
    if _UNSTORABLE.search(url):
        raise UnusableUrlError("URL with control characters in it")
    try:
        parts = _split(url)
        host, port = _host_and_port(parts.netloc)
    except ValueError as error:
        raise UnusableUrlError(f"not a URL: {error}") from error
    if parts.scheme not in _DEFAULT_PORTS:
        raise UnusableUrlError(f"scheme {parts.scheme[:20]!r} is not fetched, only http and https")
    if not host or port == 0:
        raise UnusableUrlError("URL without a host" if not host else "port 0")
    if "@" in parts.netloc:
        raise UnusableUrlError("URL with a user name or password in it")
    return parts


def _split(url: str) -> SplitResult:
    """As urlsplit does it, at a fifth of the cost for nearly all."""
    plain = _PLAIN_URL.fullmatch(url)
    return urlsplit(url) if plain is None else SplitResult(*plain.groups(""))


@lru_cache(maxsize=4096)  # a site's pages differ in what follows it
def _host_and_port(netloc: str) -> tuple[str, int | None]:
    parts = SplitResult("", netloc, "", "", "")
    return parts.hostname or "", parts.port


@lru_cache(maxsize=4096)
def canonical_url(url: str) -> str:
    """`HTTP://M.Example.org:80/a/../b/amp?utm_source=x&id=0#top` →
    `http://www.example.org/b?id=0`
    """
    parts = _uncached(parts_of(url.strip()))
    path = spellings.plain_path(_escaped(_without_dots(parts.path))) or "/"
    query = "&".join(pair for pair in parts.query.split("&") if pair and not _is_noise(pair))
    return urlunsplit((parts.scheme, _desktop(parts), path, _escaped(query), ""))


def _uncached(parts: SplitResult) -> SplitResult:
    held = spellings.cached_by(_host_and_port(parts.netloc)[0], parts.path)
    if held is None:
        return parts
    return parts_of(f"{held}?{parts.query}" if parts.query else held)


def _desktop(parts: SplitResult) -> str:
    authority = _authority(parts.scheme, parts.netloc)
    if authority.partition(".")[0] not in spellings.MOBILE:
        return authority  # nearly all
    return spellings.desktop_host(authority, registered_domain(_ascii_host(parts.hostname or "")))


def absolute_url(base: str, link: str) -> str:
    """`link` as it stands in a page or feed; whitespace and line breaks in it are not meant."""
    link = re.sub(r"[\t\r\n]", "", link.strip())
    if _ABSOLUTE.fullmatch(link):
        return link  # nearly all, and joining would change nothing of it
    try:
        return urljoin(base, link)
    except ValueError as error:
        raise UnusableUrlError(f"not a URL: {error}") from error


def origin_of(url: str) -> str:
    """Scheme, host and port: what one robots.txt speaks for."""
    parts = parts_of(url)
    return _origin(parts.scheme, parts.netloc)


@lru_cache(maxsize=4096)
def _origin(scheme: str, netloc: str) -> str:
    return f"{scheme}://{_authority(scheme, netloc)}"


def host_of(url: str) -> str:
    """The name that one pace and one lease belong to: the registered domain.

    A machine without one (an address, a name of a private network) counts with its port.
    """
    parts = parts_of(url)
    host, _ = _host_and_port(parts.netloc)
    return registered_domain(host) or _authority(parts.scheme, parts.netloc)


def outlet_of(url: str) -> str:
    """Who publishes it, as far as the URL tells; for a `urn:` nobody does."""
    if url.startswith("urn:"):
        return "local"
    host, _ = _host_and_port(parts_of(url).netloc)
    return registered_domain(host) or host


@lru_cache(maxsize=4096)
def registered_domain(host: str) -> str:
    """`www.zeit.de` → `zeit.de`; empty for addresses and names without a public suffix."""
    return _suffixes(host).top_domain_under_public_suffix


def is_front_page(url: str) -> bool:
    parts = parts_of(url)
    return parts.path in ("", "/") and not parts.query


def same_site(one: str, other: str) -> bool:
    try:
        return host_of(one) == host_of(other)
    except UnusableUrlError:
        return False


def shown(url: str) -> str:
    """For a log line or a terminal: no control codes, no novel."""
    cut = url if len(url) <= 300 else f"{url[:300]}… ({len(url)} characters)"
    return _UNSAFE.sub(lambda match: quote(match[0]), cut)


@lru_cache(maxsize=4096)
def _authority(scheme: str, netloc: str) -> str:
    host, port = _host_and_port(netloc)
    host = _ascii_host(host)
    return host if port in (None, _DEFAULT_PORTS[scheme]) else f"{host}:{port}"


@lru_cache(maxsize=4096)
def _ascii_host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    if host.isascii():
        return host.rstrip(".")
    try:
        # as browsers and the HTTP client do: „straße“ is not „strasse“
        # (a sign that means nothing may have hidden a last dot)
        return idna.encode(host.rstrip("."), uts46=True).decode().rstrip(".")
    except UnicodeError as error:
        raise UnusableUrlError(f"host name cannot be encoded: {error}") from error


def _is_noise(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    is_tracker = name in _TRACKERS or name.startswith(_TRACKER_PREFIXES)
    return is_tracker or spellings.is_variant(pair)


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    ends_open = segments[-1] in (".", "..")
    return "/" + "/".join(kept) + ("/" if ends_open and kept else "")


def _escaped(text: str) -> str:
    """Each octet in its one spelling: letters bare, the rest as `%XX` in capitals."""
    if "%" in text:
        text = _BARE_PERCENT.sub("%25", text)
        text = _ESCAPE.sub(_one_spelling, text)
    return text if _is_plain(text) else quote(text, safe=_LEGAL)


def _one_spelling(match: re.Match[str]) -> str:
    bare = unquote(match[0])
    return bare if bare in _UNRESERVED else match[0].upper()


_PLAIN: Final = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/?%\[\]]*")


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None
