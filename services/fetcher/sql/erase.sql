-- The entries that led to these articles, their headlines, and both ids on the list for ever.
WITH gone AS (
    DELETE FROM fetcher.entries
    WHERE id = ANY ($1::uuid[]) OR article_id = ANY ($1::uuid[])
    RETURNING id
), untitled AS (
    DELETE FROM fetcher.headlines
    WHERE id = ANY ($1::uuid[]) OR id IN (SELECT id FROM fetcher.entries WHERE article_id = ANY ($1::uuid[]))
), listed AS (
    INSERT INTO fetcher.erased (id, erased_at)
    SELECT id, $2 FROM (SELECT unnest($1::uuid[]) AS id UNION SELECT id FROM gone) AS ids ORDER BY id
    ON CONFLICT (id) DO NOTHING
)
SELECT count(*) FROM gone
