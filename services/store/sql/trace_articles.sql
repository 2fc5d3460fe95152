SELECT
    a.article_id,
    a.revision,
    a.engine_sequence,
    a.fetched_at,
    a.withdrawn_at,
    a.url,
    a.title,
    a.withdrawn_at IS NULL OR a.withdrawn_at < a.fetched_at AS is_current
FROM articles AS a
WHERE a.article_id = $1::uuid
