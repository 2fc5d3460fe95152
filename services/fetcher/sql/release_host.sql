UPDATE fetcher.hosts
SET lease = NULL,
    leased_until = NULL,
    next_at = $3,
    latency = $4,
    throttles = $5,
    throttled_at = $6,
    due_at = (
        SELECT greatest(min(next_at), $3)
        FROM (
            SELECT min(next_at) AS next_at
            FROM fetcher.feeds
            WHERE host = $1 AND state IN ('active', 'failing')
            UNION ALL
            SELECT min(next_at) FROM fetcher.entries WHERE host = $1 AND next_at IS NOT NULL
        ) AS due
        HAVING min(next_at) IS NOT NULL
    )
WHERE host = $1 AND lease = $2
