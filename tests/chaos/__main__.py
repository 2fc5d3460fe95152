"""`python -m tests.chaos`: everything breaks while pages flow, and then everything is counted.

Run by `make chaos`, and in its short form by `make chaos-short`. Needs WORTLAUT_TOOLS (Apache
Kafka) and, for the full disk, root. Exit code 1 when a fault did not bite or something does not add
up.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tests.chaos.checks import Check
from tests.chaos.errors import NotBittenError
from tests.chaos.faults import FULL, KILLS, OTHERS, Fault
from tests.chaos.flow import Flow
from tests.chaos.machine import SAMPLE, Machine, a_machine, eventually
from tests.chaos.replaying import is_settled, refuse, replayed
from tests.chaos.verdict import dead_letters, rebuilt, verdict

ROUNDS: Final = 6  # kills of each of the five services: 30
PIECE_SECONDS: Final = 2.0
DRAIN_SECONDS: Final = 300.0
CALM_SECONDS: Final = 8.0
SEED: Final = 20261124


@dataclass(frozen=True, slots=True)
class Bite:
    """`on_their_way`: pages sent and not stored when the fault began; `has_bitten`: and passed."""

    name: str
    at: datetime
    after: float
    on_their_way: int
    evidence: str
    ready_after: float
    has_bitten: bool = True


def schedule(options: argparse.Namespace, chance: random.Random) -> list[Fault]:
    others = [fault for fault in OTHERS if fault is not FULL or not options.without_full]
    kills = [KILLS[0], KILLS[1], KILLS[3]] if options.short else list(KILLS) * ROUNDS
    faults = [*kills, *others]
    chance.shuffle(faults)
    # the fetcher has something to do at the start only
    first = next(fault for fault in faults if fault is KILLS[0])
    faults.remove(first)
    return [first, *faults]


async def strike(machine: Machine, flow: Flow, fault: Fault, started: float) -> Bite:
    at, after = datetime.now(UTC), time.monotonic() - started
    on_their_way, ready, has_bitten = 0, float("nan"), False
    try:
        on_their_way = await _under_way(machine, flow)
        at, after = datetime.now(UTC), time.monotonic() - started
        async with asyncio.timeout(240):
            evidence = await fault.run(machine)
        ready = await machine.until_ready()
        has_bitten = True
    except (NotBittenError, TimeoutError) as error:
        evidence = f"WRONG: {error!r}"
    return Bite(fault.name, at, after, on_their_way, evidence, ready, has_bitten)


async def _under_way(machine: Machine, flow: Flow) -> int:
    """How many pages are sent and not stored; waits for some."""
    deadline = time.monotonic() + 60
    while (number := flow.sent - await machine.stored()) <= 0:
        if time.monotonic() > deadline:
            raise NotBittenError("no page is on its way")
        await asyncio.sleep(0.05)
    return number


async def run(options: argparse.Namespace, folder: Path) -> tuple[list[Bite], list[Check]]:
    chance = random.Random(options.seed)
    faults = schedule(options, chance)
    bites: list[Bite] = []
    started = time.monotonic()
    async with a_machine(folder, small_disk=not options.without_full) as machine:
        print(f"everything is ready after {time.monotonic() - started:.0f} s", flush=True)
        flow = Flow(machine.node.address, options.articles, chance)
        await refuse(machine, flow)
        pieces = flow.pieces([fault.weight for fault in faults])
        for fault, piece in zip(faults, pieces, strict=True):
            sending = asyncio.ensure_future(flow.send(piece, PIECE_SECONDS))
            await asyncio.sleep(chance.uniform(0.1, 1.5))  # the instant of the fault, not a wait
            bites.append(await strike(machine, flow, fault, started))
            print(line(bites[-1]), flush=True)
            await sending
        checks = await dust_settled(machine, flow)
    return bites, checks


async def dust_settled(machine: Machine, flow: Flow) -> list[Check]:
    draining = time.monotonic()
    with contextlib.suppress(NotBittenError):  # then the verdict says what is missing
        await eventually(lambda: is_settled(machine, flow), DRAIN_SECONDS, "not complete")
    print(f"settled {time.monotonic() - draining:.0f} s after the last fault", flush=True)
    await machine.rests(CALM_SECONDS)
    dead = await dead_letters(machine, flow)
    try:
        after_fix = await replayed(machine, flow)
    except NotBittenError as error:
        after_fix = [Check("replay after a fix", holds=False, counted=str(error))]
    sample = SAMPLE + len(flow.nasty)  # which can be parsed by now
    everything = await verdict(machine, flow, sample)
    return [*everything, *dead, *after_fix, await rebuilt(machine, flow, sample)]


def line(bite: Bite) -> str:
    return (
        f"| {bite.after:.1f} | {bite.at:%H:%M:%S.%f} | {bite.name} | {bite.on_their_way} "
        f"| {bite.evidence} | {bite.ready_after:.1f} |"
    )


def report(
    options: argparse.Namespace, bites: Sequence[Bite], checks: Sequence[Check], seconds: float
) -> Iterator[str]:
    kills = sum("kill -9" in bite.name for bite in bites)
    left_out = ", without the full disk" if options.without_full else ""
    yield "# Chaos"
    yield ""
    yield (
        f"{options.articles} pages, seed {options.seed}, {len(bites)} faults ({kills} kills)"
        f"{left_out}, {seconds:.0f} s, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores."
    )
    yield ""
    yield "| s | UTC | fault | pages on their way | evidence | ready again after s |"
    yield "| --- | --- | --- | --- | --- | --- |"
    yield from map(line, bites)
    yield ""
    yield "| must hold | holds | counted |"
    yield "| --- | --- | --- |"
    for check in checks:
        yield f"| {check.name} | {'yes' if check.holds else 'NO'} | {check.counted} |"


def options_of(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--short", action="store_true", help="each fault once")
    parser.add_argument("--articles", type=int, help="5,000, or 800 in the short form")
    parser.add_argument("--report", type=Path, default=Path("build/chaos.md"))
    parser.add_argument("--keep", action="store_true", help="keep logs and data")
    parser.add_argument("--without-full", action="store_true", help="not root: no full disk")
    options = parser.parse_args(arguments)
    options.articles = options.articles or (800 if options.short else 5000)
    if os.geteuid() != 0 and not options.without_full:
        parser.error("the full disk is a tmpfs, which only root may mount: --without-full")
    return options


def main() -> int:
    options = options_of()
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # of our own clients
    started = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="wortlaut-chaos-", dir="/tmp"))
    folder.chmod(0o711)  # Postgres runs under another account and passes through
    try:
        bites, checks = asyncio.run(run(options, folder))
    finally:
        if options.keep:
            print(f"logs and data: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)
    text = "\n".join(report(options, bites, checks, time.monotonic() - started)) + "\n"
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(text, "utf-8")
    print(text.partition("| must hold")[2] and "| must hold" + text.partition("| must hold")[2])
    is_fine = all(bite.has_bitten for bite in bites) and all(check.holds for check in checks)
    print("everything bit, and everything adds up" if is_fine else "SOMETHING IS WRONG")
    return 0 if is_fine else 1


if __name__ == "__main__":
    sys.exit(main())
