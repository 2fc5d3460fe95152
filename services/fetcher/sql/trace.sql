SELECT id, url, feed, found_at, next_at, outcome, detail, status, attempts, fetches, asked_at,
       fetched_at, article_id, canonical_url, final_url
FROM fetcher.entries
WHERE id = $1 OR article_id = $1
ORDER BY found_at
