SELECT
    r.revision,
    r.first_seen_at,
    r.fetched_at,
    r.engine_sequence,
    r.title,
    char_length(r.text) AS characters,
    r.quote_count,
    r.claim_count,
    (
        SELECT count(*) FROM quotes AS q
        WHERE
            q.article_id = r.article_id
            AND q.revision = r.revision
            AND q.engine_sequence = r.engine_sequence
    ) AS quotes_stored,
    (
        SELECT count(*) FROM claims AS c
        WHERE
            c.article_id = r.article_id
            AND c.revision = r.revision
            AND c.engine_sequence = r.engine_sequence
    ) AS claims_stored
FROM revisions AS r
WHERE r.article_id = $1::uuid
ORDER BY r.fetched_at, r.revision
