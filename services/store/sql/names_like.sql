SELECT
    n.name,
    n.mention
FROM names AS n
WHERE n.who ILIKE $1
LIMIT $2
