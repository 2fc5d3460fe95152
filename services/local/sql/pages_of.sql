-- The articles that these lead to: ids of articles, or of entries by the URL in a feed.
SELECT e.article_id
FROM fetcher.entries AS e
WHERE (e.id = any($1::uuid[]) OR e.article_id = any($1::uuid[])) AND e.article_id IS NOT NULL
