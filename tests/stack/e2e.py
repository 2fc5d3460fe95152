"""Brings the whole stack up with Docker Compose, breaks it, looks at it, takes it down.

`python -m tests.stack.e2e`: exit code 0 when everything held; nothing is left behind either way.
"""

from __future__ import annotations

import os
import sys

from tests.stack import checks, drills
from tests.stack.project import Stack, StackError, taken_down, timeline, with_engine


def newcomer_sees(stack: Stack) -> dict[str, int]:
    """What `docker compose up --wait` in a fresh clone gives."""
    checks.rules_hold(stack)
    checks.dashboards_are_valid(stack)
    stack.compose("build", "--quiet", seconds=900)
    timeline.mark("images built: " + ", ".join(stack.image_sizes()))
    stack.up()
    timeline.mark("up: every container healthy")
    checks.speakers_are_stored(stack)
    counts = checks.everything_is_stored(stack)
    checks.targets_are_up(stack)
    checks.metrics_agree(stack, counts)
    checks.rules_are_healthy(stack)
    checks.panels_answer(stack)
    checks.subscribers_read(stack)
    return counts


def survives(stack: Stack, counts: dict[str, int]) -> None:
    drills.up_again_changes_nothing(stack, counts)
    flow = drills.Flow(stack, counts["articles"])
    drills.killed_services_come_back(stack, flow)
    drills.a_power_cut_loses_nothing(stack, flow)
    drills.an_outage_of_postgres_loses_nothing(stack, flow)
    drills.a_blocked_event_loop_is_ended(stack, flow)
    drills.more_parsers_share_the_work(stack, flow)
    flow.audited()
    drills.services_stop_gracefully(stack)


def main() -> int:
    try:
        environment = with_engine(dict(os.environ))
        checks.compose_files_are_understood(environment)
        stack = Stack(environment)
        stack.compose("config", "--quiet")
        with taken_down(stack):
            survives(stack, newcomer_sees(stack))
    except StackError as error:
        print(f"e2e: {error}", file=sys.stderr)
        return 1
    timeline.mark("passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
