-- When a revision was first and last found on the web, by parses and by checks.
INSERT INTO revisions AS r (article_id, revision, first_seen_at, fetched_at)
SELECT
    i.article_id,
    i.revision,
    i.first_seen_at,
    i.fetched_at
FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::timestamptz[])
    AS i (article_id, revision, first_seen_at, fetched_at)
ON CONFLICT (article_id, revision) DO UPDATE SET
    first_seen_at = least(r.first_seen_at, excluded.first_seen_at),
    fetched_at = greatest(r.fetched_at, excluded.fetched_at)
WHERE excluded.first_seen_at < r.first_seen_at OR r.fetched_at < excluded.fetched_at
RETURNING r.article_id, r.revision, r.stored_at = now() AS is_new
