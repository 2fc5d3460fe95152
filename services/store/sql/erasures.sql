WITH written AS (
    INSERT INTO erasures AS e (article_id, requested_at)
    SELECT
        i.article_id,
        i.requested_at
    FROM unnest($1::uuid[], $2::timestamptz[]) AS i (article_id, requested_at)
    ON CONFLICT (article_id) DO UPDATE SET
        requested_at = least(e.requested_at, excluded.requested_at)
    WHERE excluded.requested_at < e.requested_at
    RETURNING e.erased_at = now() AS is_new
)

SELECT
    count(*) FILTER (WHERE is_new) AS inserted,
    count(*) FILTER (WHERE NOT is_new) AS updated
FROM written
