WITH written AS (
    INSERT INTO outcomes AS o (
        article_id, outcome, reason, first_seen_at, fetched_at, url, detail
    )
    SELECT
        i.article_id,
        i.outcome,
        i.reason,
        i.first_seen_at,
        i.fetched_at,
        i.url,
        i.detail
    FROM unnest(
        $1::uuid[],
        $2::text[],
        $3::text[],
        $4::timestamptz[],
        $5::timestamptz[],
        $6::text[],
        $7::text[]
    ) AS i (article_id, outcome, reason, first_seen_at, fetched_at, url, detail)
    ON CONFLICT (article_id, outcome, reason) DO UPDATE SET
        first_seen_at = least(o.first_seen_at, excluded.first_seen_at),
        fetched_at = greatest(o.fetched_at, excluded.fetched_at),
        url = CASE WHEN o.fetched_at < excluded.fetched_at THEN excluded.url ELSE o.url END,
        detail = CASE
            WHEN o.fetched_at < excluded.fetched_at THEN excluded.detail ELSE o.detail
        END
    WHERE excluded.first_seen_at < o.first_seen_at OR o.fetched_at < excluded.fetched_at
    RETURNING o.stored_at = now() AS is_new
)

SELECT
    count(*) FILTER (WHERE is_new) AS inserted,
    count(*) FILTER (WHERE NOT is_new) AS updated
FROM written
