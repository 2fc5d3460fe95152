"""`wortlaut topics create`: makes every topic, once."""

from __future__ import annotations

import argparse
import asyncio
import re
from typing import Final

from services.local import connections
from services.local.counts import count

NAME: Final = "topics"
HELP: Final = "make the topics, and say who may do what with them"
EPILOG: Final = """\
examples:
  wortlaut topics create                                     12 partitions, one replica
  wortlaut topics create --replication-factor 3 --min-insync-replicas 2
  wortlaut topics permissions --reader newsroom               who may do what, for kafka-acls

Topics that exist are left as they are. Names, retention and who reads what: docs/events.md.
"""
_USER: Final = re.compile(r"[\w.@=,-]+")


def configure(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    create = actions.add_parser("create", help="make the topics that are missing")
    connections.add_kafka(create)
    create.add_argument("--partitions", type=count, default=12, metavar="N", help="default: 12")
    create.add_argument("--replication-factor", type=count, default=1, metavar="N")
    create.add_argument("--min-insync-replicas", type=count, default=1, metavar="N")
    permit = actions.add_parser(
        "permissions",
        help="what each service and a reader must be permitted, as kafka-acls takes it",
    )
    permit.add_argument(
        "--reader", type=_user, default="reader", metavar="USER", help="default: reader"
    )


def _user(text: str) -> str:
    """What a shell takes for one word, since the lines are there to be pasted into one."""
    if not _USER.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no name: letters, digits and _ . @ = , -")
    return text


def run(options: argparse.Namespace) -> int:
    if options.action == "permissions":
        from services.local.permissions import permissions

        for permission in permissions(options.reader):
            print(permission.command)
        return 0
    return asyncio.run(_create(options))


async def _create(options: argparse.Namespace) -> int:
    from schemas.topics import every_topic
    from services.runtime.provision import create_topics

    made = await create_topics(
        connections.bootstrap_servers(options),
        every_topic(),
        partitions=options.partitions,
        replication_factor=options.replication_factor,
        min_insync_replicas=options.min_insync_replicas,
        security=connections.security(options),
    )
    for name in made:
        print(f"made {name}")
    print(f"{len(made)} topics made, {len(list(every_topic())) - len(made)} were there")
    return 0
