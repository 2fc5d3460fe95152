from services.local.commands import (
    audit,
    db,
    dead_letters,
    demo,
    extract,
    feeds,
    ingest,
    run,
    schemas,
    settings,
    tail,
    topics,
    trace,
    up,
)

COMMANDS = (
    demo,
    up,
    extract,
    tail,
    ingest,
    feeds,
    trace,
    audit,
    dead_letters,
    schemas,
    topics,
    db,
    settings,
    run,
)

__all__ = ["COMMANDS"]
