"""Our annotated articles: from their sources to JSON with offsets.

`python -m tests.quality.articles.annotated` writes the JSON anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from tools.annotation import Annotation, article

HERE: Final = Path(__file__).parent
SOURCES: Final = HERE / "source"
UNSEEN: Final = HERE.parent / "unseen"
FRESH: Final = HERE.parent / "fresh"
FRESH_PASSES: Final = (FRESH / "first_pass", FRESH / "second_pass")
PASSES: Final = (HERE / "first_pass", HERE / "second_pass")


def read(source: Path) -> Annotation:
    try:
        return article(source.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{source.name}: {error}") from error


def rendered(found: Annotation) -> str:
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def articles() -> dict[str, Annotation]:
    """Every annotated article by its name, from the JSON."""
    paths = sorted(HERE.glob("*.json"))
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}


def unseen() -> dict[str, Annotation]:
    """Articles from which no weight is learned; docs/annotation.md says what was read of them."""
    return {path.stem: read(path) for path in sorted(UNSEEN.glob("*.txt"))}


def fresh() -> dict[str, Annotation]:
    """Our own texts, written and annotated before the engine saw them; nothing learns from them."""
    return {path.stem: read(path) for path in sorted(FRESH.glob("*.txt"))}


def unread(texts: dict[str, Annotation]) -> dict[str, Annotation]:
    """Of those every second: whoever wrote rules has read the errors of the others only."""
    return {name: texts[name] for name in sorted(texts)[1::2]}


def main() -> None:
    for source in sorted(SOURCES.glob("*.txt")):
        (HERE / f"{source.stem}.json").write_text(rendered(read(source)), encoding="utf-8")


if __name__ == "__main__":
    main()
