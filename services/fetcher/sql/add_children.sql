-- What an index or a site names. A source that a person or a file added keeps its owner; one that
-- came back to its index goes on. Settings are the parent's.
INSERT INTO fetcher.feeds AS f (
    url, host, origin, added_at, next_at, pause, parent, reservations, shortest, longest
)
SELECT c.url, c.host, $3, $4, $4, $5, p.url, p.reservations, p.shortest, p.longest
FROM unnest($1::text[], $2::text[]) AS c (url, host), fetcher.feeds AS p
WHERE p.url = $6 AND c.url <> p.url
ORDER BY c.url
ON CONFLICT (url) DO UPDATE
SET state = CASE WHEN f.paused_by = 'parent' THEN 'active' ELSE f.state END,
    next_at = CASE WHEN f.paused_by = 'parent' THEN $4 ELSE f.next_at END,
    paused_by = CASE WHEN f.paused_by = 'parent' THEN NULL ELSE f.paused_by END
RETURNING host, next_at
