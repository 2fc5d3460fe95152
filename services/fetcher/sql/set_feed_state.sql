UPDATE fetcher.feeds
SET state = $2,
    paused_by = CASE WHEN $2 = 'paused' THEN 'user' END,
    next_at = CASE WHEN $2 = 'active' THEN $3 ELSE next_at END,
    failures = 0
WHERE url = $1
RETURNING host
