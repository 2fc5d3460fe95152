SELECT $__timeGroup(fetched_at, '1h') AS "time", outlet AS "metric", count(*) AS "quotes"
FROM current_quotes
WHERE $__timeFilter(fetched_at) AND last_seen_at >= $__timeFrom()
GROUP BY 1, 2
ORDER BY 1
