UPDATE fetcher.feeds
SET host = $2, state = $3, title = coalesce($4, title), next_at = $5, pause = $6, polls = polls + 1,
    failures = $7, polled_at = $8, arrived_at = CASE WHEN $7 = 0 AND $17::text IS NULL THEN $8 ELSE arrived_at END,
    last_outcome = $9, last_detail = $10, etag = $11, last_modified = $12, body_sha256 = $13,
    moved_to = $14, entries = entries + $15, format = coalesce($16, format), ask_url = $17, hops = $18
WHERE url = $1 AND state <> 'paused'
