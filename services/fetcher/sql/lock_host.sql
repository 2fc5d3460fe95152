-- A statement of its own: the next one must see what was committed while this one waited.
SELECT 1 FROM fetcher.hosts WHERE host = $1 AND lease = $2 FOR UPDATE
