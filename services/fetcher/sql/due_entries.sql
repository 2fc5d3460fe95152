SELECT e.id, e.url, e.feed, e.title, e.published_at, e.author, e.tags, e.next_at, e.attempts,
       e.fetches, e.fetched_at, e.missing_since, e.etag, e.last_modified, e.body_sha256, e.article_id,
       e.canonical_url, e.final_url, e.first_at, e.ask_url, e.hops, e.moved_to,
       coalesce(f.reservations = 'ignore', false) AS ignores_reservations
FROM fetcher.entries AS e
LEFT JOIN fetcher.feeds AS f ON f.url = e.feed
WHERE e.host = $1 AND e.next_at <= $2
ORDER BY e.next_at, e.id
LIMIT $3
