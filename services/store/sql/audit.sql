-- Revisions of which more or fewer quotes or claims are here than the engine that counts announced. All
-- rows are counted in one reading: to look for each revision's costs nine times as much.
WITH stored AS (
    SELECT
        article_id,
        revision,
        engine_sequence,
        sum(quotes)::bigint AS quotes,
        sum(claims)::bigint AS claims
    FROM (
        SELECT
            article_id,
            revision,
            engine_sequence,
            count(*) AS quotes,
            0 AS claims
        FROM quotes
        GROUP BY article_id, revision, engine_sequence
        UNION ALL
        SELECT
            article_id,
            revision,
            engine_sequence,
            0 AS quotes,
            count(*) AS claims
        FROM claims
        GROUP BY article_id, revision, engine_sequence
    ) AS counted
    GROUP BY article_id, revision, engine_sequence
)

SELECT
    r.article_id,
    r.url,
    r.revision,
    r.quote_count AS quotes_announced,
    coalesce(s.quotes, 0) AS quotes_stored,
    r.claim_count AS claims_announced,
    coalesce(s.claims, 0) AS claims_stored
FROM revisions AS r
LEFT JOIN stored AS s
    ON
        s.article_id = r.article_id
        AND s.revision = r.revision
        AND s.engine_sequence = r.engine_sequence
WHERE
    r.engine_sequence IS NOT NULL
    AND (coalesce(s.quotes, 0) <> r.quote_count OR coalesce(s.claims, 0) <> r.claim_count)
ORDER BY r.fetched_at, r.article_id, r.revision
