SELECT speaker_name AS "person", count(*) AS "quotes"
FROM current_quotes
WHERE speaker_is_person AND $__timeFilter(fetched_at) AND last_seen_at >= $__timeFrom()
GROUP BY 1
ORDER BY 2 DESC, 1
LIMIT 15
