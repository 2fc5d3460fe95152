-- The revisions of an article, and whether the words ($2) stand in each; $3: the kind of statement.
SELECT
    r.revision,
    r.first_seen_at,
    r.fetched_at,
    r.url,
    r.outlet,
    r.title,
    r.published_at,
    r.text,
    a.revision = r.revision AND (a.withdrawn_at IS NULL OR a.withdrawn_at < a.fetched_at) AS is_current,
    EXISTS (
        SELECT FROM quotes AS q
        WHERE
            $3 = 'quote' AND q.article_id = r.article_id AND q.revision = r.revision AND q.text = $2
            AND q.engine_sequence = r.engine_sequence
    )
    OR EXISTS (
        SELECT FROM claims AS c
        WHERE
            $3 = 'claim' AND c.article_id = r.article_id AND c.revision = r.revision AND c.text = $2
            AND c.engine_sequence = r.engine_sequence
    ) AS holds_it
FROM revisions AS r
LEFT JOIN articles AS a ON a.article_id = r.article_id
WHERE r.article_id = $1
ORDER BY r.first_seen_at, r.revision
