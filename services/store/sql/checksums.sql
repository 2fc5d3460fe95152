-- Of every column that comes from events, whatever the order of the rows. The sum of hashes differs
-- when any value does; times of storing are no business of the events.
SELECT
    s.name,
    count(*) AS rows,
    sum(s.hash::numeric)::text AS sum
FROM (
    SELECT
        'articles' AS name,
        hashtextextended((to_jsonb(t) - 'stored_at')::text, 0) AS hash
    FROM articles AS t
    UNION ALL
    SELECT
        'revisions' AS name,
        hashtextextended((to_jsonb(t) - 'stored_at')::text, 0) AS hash
    FROM revisions AS t
    UNION ALL
    SELECT
        'quotes' AS name,
        hashtextextended((to_jsonb(t) - 'stored_at')::text, 0) AS hash
    FROM quotes AS t
    UNION ALL
    SELECT
        'claims' AS name,
        hashtextextended((to_jsonb(t) - 'stored_at')::text, 0) AS hash
    FROM claims AS t
    UNION ALL
    SELECT
        'outcomes' AS name,
        hashtextextended((to_jsonb(t) - 'stored_at')::text, 0) AS hash
    FROM outcomes AS t
    UNION ALL
    SELECT
        'outlets' AS name,
        hashtextextended(to_jsonb(t)::text, 0) AS hash
    FROM outlets AS t
    UNION ALL
    SELECT
        'erasures' AS name,
        hashtextextended((to_jsonb(t) - 'erased_at')::text, 0) AS hash
    FROM erasures AS t
) AS s
GROUP BY s.name
ORDER BY s.name
