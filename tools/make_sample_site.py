"""Makes `services/local/sample/` from WORTLAUT_EVAL_DATA: run by `make sample-site`.

Of the GerQuAtt records only `originalText` and `documentName` are read, which are Wikinews's own.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from tools.sample_site.articles import CHOSEN, MODEL, MODEL_TITLE
from tools.sample_site.feeds import atom, rss
from tools.sample_site.pages import Article, index, notice, page

TARGET: Final = Path(__file__).parents[1] / "services" / "local" / "sample"
# „11059 - Titel (2005-08-20)“
_NAME: Final = re.compile(r"(?P<number>\d+) - (?P<title>.*) \((?P<date>\d{4}-\d\d-\d\d)\)")

ROBOTS: Final = "User-agent: *\nDisallow: /suche\nSitemap: __BASE__/feed.xml\n"
STYLE: Final = "body { font-family: serif; margin: 2em auto; max-width: 48em }\n"
PICTURE: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 3"><path fill="#ccc" d="M0 0h8v3H0z"/>'
    "</svg>\n"
)


def site(data: Path) -> dict[str, bytes]:
    """Every file of the site by its path; `__BASE__` stands for the address it is served at."""
    articles = [_model(data), *_wikinews(data)]
    pages = {
        article.path: page(article, others=articles).encode(article.encoding, "xmlcharrefreplace")
        for article in articles
    }
    newest_first = sorted(articles, key=lambda article: article.date or "9999", reverse=True)
    texts = {
        "index.html": index(newest_first),
        "feed.xml": rss(newest_first),
        "atom.xml": atom(newest_first),
        "robots.txt": ROBOTS,
        "style.css": STYLE,
        "bild.svg": PICTURE,
        "NOTICE": notice(articles),
    }
    return pages | {path: text.encode() for path, text in texts.items()}


def _model(data: Path) -> Article:
    text = (data / "seed" / "article.txt").read_text(encoding="utf-8")
    return Article(MODEL, MODEL_TITLE, None, text)


def _wikinews(data: Path) -> Iterator[Article]:
    chosen = {choice.number: choice for choice in CHOSEN}
    for record in _records(data / "gerquatt"):
        name = _NAME.fullmatch(record["documentName"])
        if name and (choice := chosen.get(int(name["number"]))):
            yield Article(choice, name["title"], name["date"], record["originalText"])


def _records(folder: Path) -> Iterator[dict[str, str]]:
    """In the order of their numbers, so that the site does not depend on the files' order."""
    kept = ("documentName", "originalText")
    found = []
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            found += [{key: json.loads(line)[key] for key in kept} for line in lines]
    yield from sorted(found, key=lambda record: int(record["documentName"].split()[0]))


def main() -> int:
    data = os.environ.get("WORTLAUT_EVAL_DATA")
    if not data:
        print("make_sample_site: set WORTLAUT_EVAL_DATA to the evaluation data", file=sys.stderr)
        return 2
    files = site(Path(data))
    shutil.rmtree(TARGET, ignore_errors=True)
    for path, content in files.items():
        file = TARGET / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    print(f"{len(files)} files in {TARGET}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
