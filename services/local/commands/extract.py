"""`wortlaut extract`: quotes and claims of a text, without any stack."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from services.local.errors import LocalError
from services.local.terminal import Style

if TYPE_CHECKING:
    from services.parser.extraction import Extraction

NAME: Final = "extract"
HELP: Final = "quotes and claims of a text or HTML file"
EPILOG: Final = """\
examples:
  wortlaut extract article.txt                  who said what, marked in the text
  wortlaut extract article.html --format html > marked.html
  echo '„Gut“, sagte er.' | wortlaut extract - --format json
  wortlaut extract --jsonl < texts.jsonl > found.jsonl

A text is never changed: offsets are code points into what was given. Of an HTML file the article's
text is taken out first; offsets count in that, and --format json holds it.

--jsonl reads {"id", "text"[, "language"]} lines and writes {"id", "language", "quotes", "claims"}
lines in the same order; a line that cannot be read gives {"id", "error"} and, at the end, exit
code 1.
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="- is standard input")
    parser.add_argument(
        "--format", choices=("json", "ansi", "html"), help="default: ansi, in pipes json"
    )
    parser.add_argument("--language", default=None, help="default: recognised, for --jsonl de")
    parser.add_argument("--html", action="store_true", help="the input is HTML (told by .html too)")
    parser.add_argument("--jsonl", action="store_true", help="many texts, one JSON object a line")
    parser.add_argument("--explain", action="store_true", help="each rule's answer, by sentence")


def run(options: argparse.Namespace) -> int:
    if options.jsonl and (options.html or options.explain or options.format):
        raise LocalError("--jsonl reads texts and writes JSON: no --html, --explain or --format")
    _set_up_streams()
    with _opened(options.file) as stream:
        if options.jsonl:
            return _lines(stream, options.language)
        raw = _readable(stream.read(), options.file)
    is_html = options.html or options.file.endswith((".html", ".htm"))
    text = _article_text(raw, options.file) if is_html else raw
    language = options.language or _recognised(text)
    if options.explain:
        return _explain(text, language)
    return _show(text, language, options.format or ("ansi" if sys.stdout.isatty() else "json"))


def _show(text: str, language: str, style: str) -> int:
    from services.local.rendering import ansi, html
    from services.local.results import as_json
    from services.local.terminal import terminal_width

    found = _extracted(text, language)
    if style == "json":
        whole = {"language": language, "text": text, **as_json(found)}
        print(json.dumps(whole, ensure_ascii=False, indent=1))
    elif style == "html":
        print(html(text, found, language))
    else:
        print(ansi(text, found, Style(enabled="NO_COLOR" not in os.environ), terminal_width()))
    return 0


def _explain(text: str, language: str) -> int:
    from services.local.rendering import explained
    from services.local.terminal import terminal_width
    from services.parser.extraction import explain

    with _rules_for(language):
        trials = explain(text, language)
    print(explained(text, trials, Style.of(sys.stdout), terminal_width()))
    return 0


def _extracted(text: str, language: str) -> Extraction:
    from services.parser.extraction import extract

    with _rules_for(language):
        return extract(text, language)


@contextmanager
def _rules_for(language: str) -> Iterator[None]:
    from services.parser.extraction import UnknownLanguage, languages

    try:
        yield
    except UnknownLanguage as error:
        known = ", ".join(sorted(languages()))
        raise LocalError(
            f"no rules for the language {language!r}; there are: {known} (--language CODE where "
            "it was recognised wrongly)"
        ) from error


def _recognised(text: str) -> str:
    from services.parser.extraction import languages
    from services.parser.language import UNKNOWN, language_of

    guess = language_of(text)
    # a few words tell no language; where there is one set of rules, they are what was meant
    return next(iter(languages())) if guess == UNKNOWN and len(text) < 200 else guess


def _readable(text: str, name: str) -> str:
    """As it is; what could not be read is said, since offsets count it as one code point each."""
    if "\0" in text:
        raise LocalError(f"{name}: this is no text: there are zero bytes in it")
    if lost := text.count("\ufffd"):
        print(
            f"wortlaut: {name}: {lost} bytes are no UTF-8 and read as �; for an old encoding: "
            "iconv -f windows-1252 -t utf-8",
            file=sys.stderr,
        )
    return text


def _article_text(raw: str, name: str) -> str:
    from services.parser.article import Rejection, text_in

    article = text_in(raw)
    if isinstance(article, Rejection):
        raise LocalError(f"{name}: no article in it: {article.reason} ({article.detail})")
    return article


@contextmanager
def _opened(name: str) -> Iterator[TextIO]:
    """No newline is translated and no byte refused: what is no UTF-8 reads as U+FFFD."""
    if name == "-":
        yield sys.stdin
        return
    try:
        stream = Path(name).open(encoding="utf-8", errors="replace", newline="")  # noqa: SIM115 - below
    except OSError as error:
        raise LocalError(f"{name}: {error.strerror}") from error
    with stream:
        yield stream


def _set_up_streams() -> None:
    """Standard input like a file; a lone surrogate leaves as its JSON escape."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace", newline="")
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


def _lines(stream: TextIO, language: str | None) -> int:
    failed = False
    for answer in (_answer(line, language or "de") for line in _filled(stream)):
        failed |= "error" in answer
        print(json.dumps(answer, ensure_ascii=False))
    return 1 if failed else 0


def _filled(stream: TextIO) -> Iterator[str]:
    return (line for line in stream if line.strip())


def _answer(line: str, language: str) -> dict[str, Any]:
    from services.local.results import as_json

    try:
        record = json.loads(line)
        text, name = record.get("text"), record.get("id")
        if not isinstance(text, str):
            return {"id": name, "error": "`text` is missing, or no string"}
        language = record.get("language") or language
    except ValueError as error:
        return {"id": None, "error": f"no record: {error}"}
    except AttributeError:
        return {"id": None, "error": "no record: a JSON object is expected"}
    try:
        return {"id": name, "language": language, **as_json(_extracted(text, language))}
    except LocalError as error:
        return {"id": name, "error": str(error)}
