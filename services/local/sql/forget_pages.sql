DELETE FROM fetcher.entries
WHERE id = any($1::uuid[]) OR article_id = any($1::uuid[])
RETURNING id
