UPDATE fetcher.feeds
SET state = 'paused', paused_by = 'file'
WHERE origin = $1 AND state IN ('active', 'failing') AND NOT url = ANY ($2::text[])
RETURNING url
