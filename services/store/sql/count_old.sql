-- What retention would delete: the articles that old_articles.sql takes, and their revisions.
WITH old AS (
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
)

SELECT
    (SELECT count(*) FROM old) AS articles,
    (
        SELECT count(*) FROM revisions WHERE article_id IN (SELECT article_id FROM old)
    ) AS revisions
