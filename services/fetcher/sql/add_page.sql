-- A single page, by hand: due at once, be it known already.
INSERT INTO fetcher.entries AS e (id, url, host, found_at, next_at)
SELECT $1, $2, $3, $4, $4
WHERE NOT EXISTS (SELECT 1 FROM fetcher.erased WHERE id = $1)
ON CONFLICT (id) DO UPDATE SET next_at = $4, attempts = 0
RETURNING xmax = 0
