-- The date of the newest article, those aside that say they are of the future.
SELECT max(coalesce(a.published_at, a.fetched_at)) AS at
FROM articles AS a
WHERE coalesce(a.published_at, a.fetched_at) <= now()
