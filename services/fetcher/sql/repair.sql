-- Pages that were published and never heard of again: asked anew and in full.
WITH lost AS (
    SELECT id
    FROM fetcher.entries
    WHERE fetched_at IS NOT NULL AND (became_at IS NULL OR became_at < fetched_at)
      AND fetched_at < $1 AND repairs < $2 AND (next_at IS NULL OR next_at > $3)
    ORDER BY fetched_at
    LIMIT 500
    FOR UPDATE SKIP LOCKED
)
UPDATE fetcher.entries AS e
SET next_at = $3, repairs = repairs + 1, etag = NULL, last_modified = NULL, body_sha256 = NULL
FROM lost
WHERE e.id = lost.id
RETURNING e.host
