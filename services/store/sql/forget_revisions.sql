-- Not one that was seen again since: somebody may have written that just now.
DELETE FROM revisions AS r
WHERE
    r.fetched_at < $2
    AND (r.article_id, r.revision) IN (
        SELECT
            s.article_id,
            s.revision
        FROM revisions AS s
        WHERE s.article_id = any($1::uuid[])
        FOR UPDATE SKIP LOCKED
    )
RETURNING r.article_id, r.revision
