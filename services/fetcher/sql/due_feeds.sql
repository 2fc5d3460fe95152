SELECT f.url, f.host, f.kind, p.format AS parent_format, f.ask_url, f.hops, f.shortest, f.longest,
       f.arrived_at, f.pause, f.polls, f.failures, f.next_at, f.etag, f.last_modified, f.body_sha256,
       f.moved_to
FROM fetcher.feeds AS f
LEFT JOIN fetcher.feeds AS p ON p.url = f.parent
WHERE f.host = $1 AND f.state IN ('active', 'failing') AND f.next_at <= $2
ORDER BY f.next_at
LIMIT $3
