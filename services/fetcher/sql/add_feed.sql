INSERT INTO fetcher.feeds AS f (
    url, host, origin, title, added_at, next_at, pause, kind, reservations, shortest, longest
)
VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10)
ON CONFLICT (url) DO UPDATE
SET origin = EXCLUDED.origin,
    title = coalesce(EXCLUDED.title, f.title),
    kind = EXCLUDED.kind,
    reservations = EXCLUDED.reservations,
    shortest = EXCLUDED.shortest,
    longest = EXCLUDED.longest,
    parent = NULL,
    state = CASE WHEN f.paused_by = 'file' THEN 'active' ELSE f.state END,
    paused_by = CASE WHEN f.paused_by = 'file' THEN NULL ELSE f.paused_by END
RETURNING xmax = 0
