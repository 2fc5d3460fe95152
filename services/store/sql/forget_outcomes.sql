-- Of pages that never were an article.
WITH old AS (
    SELECT
        o.article_id,
        o.outcome,
        o.reason
    FROM outcomes AS o
    WHERE
        o.fetched_at < $1
        AND NOT EXISTS (SELECT FROM articles AS a WHERE a.article_id = o.article_id)
    LIMIT $2
),

gone AS (
    DELETE FROM outcomes AS o USING old
    WHERE
        o.article_id = old.article_id AND o.outcome = old.outcome AND o.reason = old.reason
        AND o.fetched_at < $1
    RETURNING 1
)

SELECT count(*) AS outcomes FROM gone
