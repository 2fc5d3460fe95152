UPDATE fetcher.feeds
SET state = 'paused', paused_by = 'parent'
WHERE parent = $1 AND state IN ('active', 'failing') AND NOT url = ANY ($2::text[])
