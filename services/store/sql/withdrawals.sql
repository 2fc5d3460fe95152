INSERT INTO articles AS a (article_id, withdrawn_at)
SELECT
    i.article_id,
    i.withdrawn_at
FROM unnest($1::uuid[], $2::timestamptz[]) AS i (article_id, withdrawn_at)
ON CONFLICT (article_id) DO UPDATE SET withdrawn_at = excluded.withdrawn_at
WHERE a.withdrawn_at IS NULL OR a.withdrawn_at < excluded.withdrawn_at
