-- Those of which no revision is left.
WITH a AS (
    DELETE FROM articles
    WHERE
        article_id = any($1::uuid[])
        AND NOT EXISTS (SELECT FROM revisions AS r WHERE r.article_id = articles.article_id)
    RETURNING article_id
),

o AS (
    DELETE FROM outcomes
    WHERE article_id IN (SELECT article_id FROM a) AND fetched_at < $2
    RETURNING 1
)

SELECT
    (SELECT count(*) FROM a) AS articles,
    (SELECT count(*) FROM o) AS outcomes
