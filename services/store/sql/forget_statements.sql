-- Of the revisions that went. What belongs to a younger one may have come before its article.
WITH gone AS (
    SELECT
        i.article_id,
        i.revision
    FROM unnest($1::uuid[], $2::text[]) AS i (article_id, revision)
),

q AS (
    DELETE FROM quotes USING gone
    WHERE quotes.article_id = gone.article_id AND quotes.revision = gone.revision
    RETURNING speaker_name AS name, speaker ->> 'mention' AS mention
),

c AS (
    DELETE FROM claims USING gone
    WHERE claims.article_id = gone.article_id AND claims.revision = gone.revision
    RETURNING claimant_name AS name, claimant ->> 'mention' AS mention
),

n AS (
    SELECT * FROM q
    UNION
    SELECT * FROM c
)

SELECT
    (SELECT count(*) FROM q) AS quotes,
    (SELECT count(*) FROM c) AS claims,
    ARRAY(SELECT n.name FROM n WHERE n.mention IS NOT NULL ORDER BY n.name, n.mention) AS names,
    ARRAY(SELECT n.mention FROM n WHERE n.mention IS NOT NULL ORDER BY n.name, n.mention) AS mentions
