"""`wortlaut demo`: the whole stack on bundled articles, then what was said in them."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from services.local.errors import LocalError
from services.local.scratch import Scratch
from services.local.terminal import Style, cut, folded, table

if TYPE_CHECKING:
    from services.local.progress import Progress
    from services.local.site import SampleSite
    from services.local.stack import Stack
    from services.store.connection import Connection
    from services.store.queries import Voice

NAME: Final = "demo"
HELP: Final = "the whole stack on bundled articles, then what was said in them"
EPILOG: Final = """\
Starts an embedded Kafka broker and PostgreSQL, runs fetcher, parser and store as processes of their
own on a bundled sample site, prints who said what from Postgres, and stops everything again.
Nothing leaves this machine, nothing has to be installed. `wortlaut up` keeps it running.
"""
MODEL_ARTICLE: Final = "politik/streit-im-un-sicherheitsrat.html"
DEADLINE_SECONDS: Final = 120
LOOK_SECONDS: Final = 0.25
WIDTHS: Final = (24, 41, 11)
OTHERS: Final = 10  # quotes of other articles that are shown
SURENESS: Final = {"underspecified": "unconfirmed", None: "–"}
ACTS: Final = {
    "denial": "denies",
    "demand": "demands",
    "warning": "warns",
    "commitment": "promises",
    "question": "asks",
    "evaluation": "judges",
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--keep-logs", action="store_true", help="say where the logs are, and keep them"
    )


def run(options: argparse.Namespace) -> int:
    print("Wortlaut: from a page on the web to rows in Postgres, on this machine alone.")
    print("Starting an embedded broker, PostgreSQL, and fetcher, parser and store …", flush=True)
    scratch = Scratch("demo")
    try:
        return asyncio.run(_until_told(scratch.path))
    except KeyboardInterrupt:
        print("\nstopped.")
        return 130
    finally:
        if options.keep_logs:
            print(f"logs: {scratch.path}")
        else:
            scratch.close()


async def _until_told(folder: Path) -> int:
    """SIGTERM, like Ctrl-C, takes the way that stops everything."""
    task = asyncio.ensure_future(_demo(folder))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None


async def _demo(folder: Path) -> int:
    from services.local.site import SampleSite
    from services.local.stack import Feeds, Stack
    from services.store.postgres import session

    started = time.monotonic()
    async with SampleSite() as site:
        feeds = folder / "feeds.txt"
        feeds.write_text(f"{site.feed_url}\n", encoding="utf-8")
        stack = Stack(folder, Feeds(feeds, allow_networks="127.0.0.0/8"))
        async with stack, session(stack.database_url) as connection:
            print(f"Up after {time.monotonic() - started:.1f} s. Sample site: {site.url}/\n")
            watch = asyncio.ensure_future(stack.watch())
            try:
                await _followed(stack, connection, watch)
            finally:
                watch.cancel()
            await _report(site, connection)
        print(f"\nEverything is stopped again. {time.monotonic() - started:.1f} s in all.")
    return 0


async def _followed(stack: Stack, connection: Connection, watch: asyncio.Future[None]) -> None:
    """Shows the progress until all is stored."""
    from services.local.progress import progress
    from services.local.site import article_paths

    expected = len(article_paths())
    deadline = time.monotonic() + DEADLINE_SECONDS
    shown = _Line()
    while True:
        if watch.done():
            watch.result()  # raises what died
        now: Progress = await progress(stack.ports, connection)
        shown.show(now.line(expected))
        if now.is_complete(expected):
            shown.end()
            return
        if time.monotonic() > deadline:
            raise LocalError(f"not done after {DEADLINE_SECONDS} s: {now.line(expected)}")
        await asyncio.sleep(LOOK_SECONDS)


class _Line:
    """One line that changes in place on a terminal; elsewhere a new one where it says more."""

    def __init__(self) -> None:
        self._last = ""

    def show(self, text: str) -> None:
        if text == self._last:
            return
        self._last = text
        print(f"\r{text}" if sys.stdout.isatty() else text, end="" if sys.stdout.isatty() else "\n")
        sys.stdout.flush()

    def end(self) -> None:
        print("\n" if sys.stdout.isatty() else "")


async def _report(site: SampleSite, connection: Connection) -> None:
    from services.local.commands.up import look_further
    from services.store import queries

    style = Style.of(sys.stdout)
    model = f"{site.url}/{MODEL_ARTICLE}"
    voices = await queries.voices(connection, model)
    print(style.bold("WHO SAID WHAT in the model article"))
    title = (voices[0].title if voices else None) or "no title"
    print(f"{cut(title, 80)}\n{model}\n")
    print(_head(style))
    print(voices_table(voices, style))
    latest = await queries.latest(connection, 1000)
    print(style.bold("\nAND IN OTHERS of the sample (Wikinews, CC BY 2.5)"))
    print(f"→ {site.url}/…\n")
    print(_head(style))
    print(voices_table(_one_each(latest, without=model), style, with_article=True))
    print(style.bold("\nCONTESTED in the sample"))
    print(f"{await _contested(connection, style)}\n")
    rows = await queries.counts(connection)
    print(style.bold("\nROWS IN POSTGRES"))
    print(table([["  ".join(f"{name} {count}" for name, count in rows.items())]], [80]))
    print(style.bold("\nWHERE TO LOOK FURTHER"))
    print("  keep running  .venv/bin/wortlaut up      the same, until Ctrl-C; then:")
    print(look_further())


async def _contested(connection: Connection, style: Style) -> str:
    from services.local.contest import contest_lines
    from services.store.contested import contested

    found = await contested(connection)
    return "\n\n".join(contest_lines(one, style) for one in found) or "nothing"


def _head(style: Style) -> str:
    return style.dim(table([["SPEAKER, role", "what was said", "how sure"]], WIDTHS))


def voices_table(voices: list[Voice], style: Style, *, with_article: bool = False) -> str:
    """At most 80 columns; on a terminal the words open the article at their place."""
    return "\n".join(_drawn(voice, style, with_article=with_article) for voice in voices)


def _drawn(voice: Voice, style: Style, *, with_article: bool) -> str:
    cells = _cells(voice)
    words = folded(cells[1], WIDTHS[1])[0]
    row = table([cells], WIDTHS).replace(words, style.link(words, voice.link), 1)
    if not with_article:
        return row
    place = cut(f"→ {urlsplit(voice.url).path}", sum(WIDTHS[1:]) + 2)
    return f"{row}\n{' ' * (WIDTHS[0] + 2)}{style.dim(place)}"


def _cells(voice: Voice) -> tuple[str, str, str]:
    who = voice.speaker or "nobody named"
    role = voice.speaker_role if voice.speaker_role and voice.speaker_role not in who else None
    text = f"„{voice.text}“" if voice.type == "direct" else voice.text
    said = f"{ACTS[voice.speech_act]}: {text}" if voice.speech_act in ACTS else text
    sureness = SURENESS.get(voice.certainty, voice.certainty or "")
    return (f"{who}, {role}" if role else who, said, sureness)


def _one_each(voices: list[Voice], *, without: str) -> list[Voice]:
    """The best quote of each article: direct, by a person, of a length that reads well."""
    best: dict[str, Voice] = {}
    for voice in voices:
        if voice.url != without and _shows(voice):
            best.setdefault(voice.url, voice)
    return list(best.values())[:OTHERS]


def _shows(voice: Voice) -> bool:
    return (
        voice.type == "direct"
        and voice.speaker_kind == "person"
        and voice.speaker_name is not None
        and voice.confidence == "high"
        and 40 <= len(voice.text) <= 160
    )
