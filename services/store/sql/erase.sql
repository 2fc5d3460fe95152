WITH a AS (
    DELETE FROM articles WHERE article_id = any($1::uuid[]) RETURNING 1
),

r AS (
    DELETE FROM revisions WHERE article_id = any($1::uuid[]) RETURNING 1
),

q AS (
    DELETE FROM quotes WHERE article_id = any($1::uuid[]) RETURNING 1
),

c AS (
    DELETE FROM claims WHERE article_id = any($1::uuid[]) RETURNING 1
),

o AS (
    DELETE FROM outcomes WHERE article_id = any($1::uuid[]) RETURNING 1
)

SELECT
    (SELECT count(*) FROM a) AS articles,
    (SELECT count(*) FROM r) AS revisions,
    (SELECT count(*) FROM q) AS quotes,
    (SELECT count(*) FROM c) AS claims,
    (SELECT count(*) FROM o) AS outcomes
