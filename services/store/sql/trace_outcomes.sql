SELECT
    o.outcome,
    o.reason,
    o.first_seen_at,
    o.fetched_at,
    o.detail
FROM outcomes AS o
WHERE o.article_id = $1::uuid
ORDER BY o.fetched_at, o.outcome, o.reason
