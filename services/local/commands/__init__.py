from services.local.commands import (
    db,
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

COMMANDS = (demo, up, extract, tail, ingest, feeds, trace, schemas, topics, db, run)

__all__ = ["COMMANDS"]
