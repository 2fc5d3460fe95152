-- An article may be known by the URL it was read at as well as by the canonical one.
SELECT a.article_id FROM articles AS a WHERE a.url = $1
UNION
SELECT o.article_id FROM outcomes AS o WHERE o.url = $1
UNION
SELECT $2::uuid
