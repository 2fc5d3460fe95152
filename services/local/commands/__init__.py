from services.local.commands import (
    db,
    dead_letters,
    demo,
    extract,
    feeds,
    ingest,
    run,
    schemas,
    tail,
    topics,
    trace,
    up,
)

COMMANDS = (demo, up, extract, tail, ingest, feeds, trace, dead_letters, schemas, topics, db, run)

__all__ = ["COMMANDS"]
