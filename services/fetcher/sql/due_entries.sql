SELECT id, url, feed, title, published_at, author, tags, next_at, attempts, fetches,
       missing_since, etag, last_modified, body_sha256, article_id, fetched_at, canonical_url,
       final_url
FROM fetcher.entries
WHERE host = $1 AND next_at <= $2
ORDER BY next_at, id
LIMIT $3
