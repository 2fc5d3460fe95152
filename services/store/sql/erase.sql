-- The rows of articles, and names that stand in no other. Nobody may be writing: the erasure list is
-- locked.
WITH a AS (
    DELETE FROM articles WHERE article_id = any($1::uuid[]) RETURNING 1
),

r AS (
    DELETE FROM revisions WHERE article_id = any($1::uuid[]) RETURNING 1
),

q AS (
    DELETE FROM quotes WHERE article_id = any($1::uuid[])
    RETURNING speaker_name AS name, speaker ->> 'mention' AS mention
),

c AS (
    DELETE FROM claims WHERE article_id = any($1::uuid[])
    RETURNING claimant_name AS name, claimant ->> 'mention' AS mention
),

o AS (
    DELETE FROM outcomes WHERE article_id = any($1::uuid[]) RETURNING 1
),

n AS (
    DELETE FROM names
    USING (SELECT * FROM q UNION SELECT * FROM c) AS gone
    WHERE
        names.id = name_id(gone.name, gone.mention)
        AND NOT is_named(names.name, names.mention, $1)
    RETURNING 1
)

SELECT
    (SELECT count(*) FROM a) AS articles,
    (SELECT count(*) FROM r) AS revisions,
    (SELECT count(*) FROM q) AS quotes,
    (SELECT count(*) FROM c) AS claims,
    (SELECT count(*) FROM o) AS outcomes
