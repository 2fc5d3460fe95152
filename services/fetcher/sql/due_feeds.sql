SELECT url, host, pause, polls, failures, next_at, etag, last_modified, body_sha256, moved_to
FROM fetcher.feeds
WHERE host = $1 AND state IN ('active', 'failing') AND next_at <= $2
ORDER BY next_at
LIMIT $3
