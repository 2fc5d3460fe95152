-- Articles last seen before the time, or known to be gone before it; locked against those who write.
SELECT a.article_id
FROM articles AS a
WHERE
    (a.fetched_at < $1 OR a.fetched_at IS NULL)
    AND (a.withdrawn_at < $1 OR a.withdrawn_at IS NULL)
    AND ($2::text IS NULL OR a.outlet = $2)
    AND NOT EXISTS (
        SELECT FROM revisions AS r
        WHERE r.article_id = a.article_id AND r.fetched_at >= $1
    )
ORDER BY a.fetched_at
LIMIT $3
FOR UPDATE SKIP LOCKED
