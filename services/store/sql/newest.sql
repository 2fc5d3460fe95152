-- The date of the newest article, those aside that say they are of the future; and since when there are any.
SELECT
    (
        SELECT max(coalesce(a.published_at, a.fetched_at))
        FROM articles AS a
        WHERE coalesce(a.published_at, a.fetched_at) <= now()
    ) AS at,
    (SELECT min(a.fetched_at) FROM articles AS a) AS since
