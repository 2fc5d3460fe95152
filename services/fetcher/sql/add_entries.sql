-- New ones; a title that changed is kept as history, and makes its page due when that was asked long ago.
WITH found AS (
    SELECT id, url, host, title, published_at, author, tags, due_at
    FROM json_to_recordset($1::json)
         AS f (id uuid, url text, host text, title text, published_at timestamptz, author text, tags text[], due_at timestamptz)
    WHERE NOT EXISTS (SELECT 1 FROM fetcher.erased AS e WHERE e.id = f.id)
    ORDER BY id
), added AS (
    INSERT INTO fetcher.entries (id, url, host, feed, title, published_at, author, tags, found_at, next_at, outcome)
    SELECT id, url, host, $2, title, published_at, author, tags, $3, due_at,
           CASE WHEN due_at IS NULL THEN 'stale' END
    FROM found
    ON CONFLICT (id) DO NOTHING
    RETURNING id, host, next_at
), retitled AS (
    SELECT e.id, e.title AS old, f.title AS new
    FROM fetcher.entries AS e
    JOIN found AS f USING (id)
    WHERE e.feed = $2 AND f.title IS NOT NULL AND e.title IS NOT NULL AND f.title <> e.title
), kept AS (
    INSERT INTO fetcher.headlines (id, seen_at, title)
    SELECT id, $3, old FROM retitled
    ON CONFLICT (id, seen_at) DO NOTHING
), renamed AS (
    UPDATE fetcher.entries AS e
    SET title = r.new,
        next_at = CASE WHEN e.asked_at < $3 - $4::interval AND e.outcome IN ('ok', 'not_modified')
                       THEN least(e.next_at, $3) ELSE e.next_at END
    FROM retitled AS r
    WHERE e.id = r.id
    RETURNING e.id, e.host, e.next_at
)
SELECT id, host, next_at, true AS is_new FROM added
UNION ALL
SELECT id, host, next_at, false FROM renamed
