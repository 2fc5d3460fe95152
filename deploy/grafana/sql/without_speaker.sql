SELECT coalesce(avg((speaker IS NULL)::int), 0) AS "without"
FROM current_quotes
WHERE $__timeFilter(fetched_at) AND last_seen_at >= $__timeFrom()
