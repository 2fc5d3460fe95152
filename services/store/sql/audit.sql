-- Revisions of which more or fewer quotes or claims are here than the engine that counts announced.
SELECT
    r.article_id,
    r.url,
    r.revision,
    r.quote_count AS quotes_announced,
    q.stored AS quotes_stored,
    r.claim_count AS claims_announced,
    c.stored AS claims_stored
FROM revisions AS r
CROSS JOIN LATERAL (
    SELECT count(*) AS stored
    FROM quotes
    WHERE
        quotes.article_id = r.article_id
        AND quotes.revision = r.revision
        AND quotes.engine_sequence = r.engine_sequence
) AS q
CROSS JOIN LATERAL (
    SELECT count(*) AS stored
    FROM claims
    WHERE
        claims.article_id = r.article_id
        AND claims.revision = r.revision
        AND claims.engine_sequence = r.engine_sequence
) AS c
WHERE
    r.engine_sequence IS NOT NULL
    AND (q.stored <> r.quote_count OR c.stored <> r.claim_count)
ORDER BY r.fetched_at, r.article_id, r.revision
