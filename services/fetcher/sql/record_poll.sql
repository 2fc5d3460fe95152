UPDATE fetcher.feeds
SET state = $2, title = coalesce($3, title), next_at = $4, pause = $5, polls = polls + 1,
    failures = $6, polled_at = $7, arrived_at = CASE WHEN $6 = 0 THEN $7 ELSE arrived_at END,
    last_outcome = $8, last_detail = $9, etag = $10, last_modified = $11, body_sha256 = $12,
    moved_to = $13, entries = entries + $14
WHERE url = $1 AND state <> 'paused'
