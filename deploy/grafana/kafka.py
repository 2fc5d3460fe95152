"""The dashboard *Kafka*: how far the groups are, and how the broker answers."""

from __future__ import annotations

from typing import Final

from .dashboard import dashboard
from .panels import ONE_IS_GOOD, ZERO_IS_GOOD, Json, Panel, Query, Row
from .promql import OURS, WINDOW, a_minute, rate

_DEAD: Final = f'wortlaut_topic_end_offset{{{OURS},topic=~".*[.]dlq"}}'

LAG: Final = Row(
    "How far the groups are",
    (
        Panel(
            "Records that wait",
            "Written and not committed, by group and topic; also of a group that nobody is in.",
            [
                Query(
                    "group_topic:wortlaut_consumer_group_lag_records:sum",
                    "{{group}} {{topic}}",
                )
            ],
            width=12,
        ),
        Panel(
            "Age of the oldest one",
            "How long the oldest record that a group has not committed has waited.",
            [
                Query(
                    f"max by (group, topic) (wortlaut_consumer_group_lag_seconds{{{OURS}}})",
                    "{{group}} {{topic}}",
                )
            ],
            unit="s",
            width=12,
        ),
        Panel(
            "Share of the retention",
            "The oldest record's age as a share of what the topic keeps. At 100 % "
            "records are lost.",
            [
                Query(
                    f"max by (group, topic) (wortlaut_consumer_group_lag_seconds{{{OURS}}})"
                    " / on (topic) group_left () "
                    f"max by (topic) (wortlaut_topic_retention_seconds{{{OURS}}})",
                    "{{group}} {{topic}}",
                )
            ],
            "bargauge",
            unit="percentunit",
            largest=1.0,
            width=12,
        ),
        Panel(
            "Dead letters",
            "Records ever set aside, by topic; replayed and dropped ones included.",
            [Query(f"sum by (topic) ({_DEAD})", "{{topic}}")],
            "bargauge",
            steps=ZERO_IS_GOOD,
            width=12,
        ),
    ),
)

TOPICS: Final = Row(
    "What goes through",
    (
        Panel(
            "Written",
            "Records a second, by topic.",
            [
                Query(
                    f"sum by (topic) (rate(wortlaut_topic_end_offset{{{OURS}}}{WINDOW})) > 0 "
                    f"or sum by (topic) (0 * wortlaut_topic_end_offset{{{OURS}}})",
                    "{{topic}}",
                )
            ],
            unit="cps",
            width=12,
        ),
        Panel(
            "Read",
            "Records a second that a group has committed.",
            [
                Query(
                    "sum by (group, topic) (rate(wortlaut_consumer_group_committed_offset"
                    f"{{{OURS}}}{WINDOW})) > 0 or "
                    "sum by (group, topic) "
                    f"(0 * wortlaut_consumer_group_committed_offset{{{OURS}}})",
                    "{{group}} {{topic}}",
                )
            ],
            unit="cps",
            width=12,
        ),
    ),
)

GROUPS: Final = Row(
    "Groups",
    (
        Panel(
            "Partitions in hand",
            "Of each topic, by all members of a group.",
            [
                Query(
                    "sum by (group, topic) "
                    f"(wortlaut_kafka_consumer_assigned_partitions{{{OURS}}})",
                    "{{group}} {{topic}}",
                )
            ],
            "bargauge",
        ),
        Panel(
            "Changes of the assignment",
            "Rebalances, a minute.",
            [
                Query(
                    a_minute(rate("wortlaut_kafka_consumer_rebalances_total", "group, event")),
                    "{{group}} {{event}}",
                )
            ],
        ),
        Panel(
            "Commits",
            "Offsets handed to the broker, a second.",
            [
                Query(
                    "sum by (group, outcome) "
                    f"(rate(wortlaut_kafka_commits_total{{{OURS}}}{WINDOW}))",
                    "{{group}} {{outcome}}",
                )
            ],
            unit="cps",
        ),
        Panel(
            "The broker answers",
            "The last check of each service.",
            [
                Query(
                    f'min by (service) (wortlaut_dependency_up{{{OURS},component="kafka"}})',
                    "{{service}}",
                )
            ],
            "stat",
            steps=ONE_IS_GOOD,
            words=((0, "no"), (1, "yes")),
            width=24,
            height=4,
        ),
    ),
)


def kafka() -> Json:
    return dashboard(
        "Kafka", "How far the groups are, and how the broker answers.", (LAG, TOPICS, GROUPS)
    )
