-- Pages fetched from $1 until before $2 that were parsed, and of which no row is as young: lost on
-- their way to the store, which has gone on to later ones.
WITH lost AS (
    SELECT e.id
    FROM fetcher.entries AS e
    WHERE e.became = 'parsed' AND e.became_at >= e.fetched_at
      AND e.fetched_at >= $1 AND e.fetched_at < $2
      AND e.repairs < $3 AND (e.next_at IS NULL OR e.next_at > $4)
      AND NOT EXISTS (
          SELECT FROM revisions AS r
          WHERE r.article_id = e.article_id AND r.fetched_at >= e.fetched_at
      )
    ORDER BY e.fetched_at
    FOR UPDATE OF e SKIP LOCKED
)
UPDATE fetcher.entries AS e
SET next_at = $4, repairs = repairs + 1, etag = NULL, last_modified = NULL, body_sha256 = NULL
FROM lost
WHERE e.id = lost.id
RETURNING e.host
