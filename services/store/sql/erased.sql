SELECT
    e.article_id,
    e.requested_at
FROM erasures AS e
WHERE $1::uuid[] IS NULL OR e.article_id = any($1::uuid[])
ORDER BY e.requested_at, e.article_id
