SELECT e.id, e.url, e.feed, e.found_at, e.next_at, e.outcome, e.detail, e.status, e.attempts, e.fetches,
       e.asked_at, e.fetched_at, e.article_id, e.canonical_url, e.final_url, e.ask_url, e.moved_to, e.host,
       h.next_at AS host_next_at, coalesce(h.throttles, 0) AS throttles, e.became, e.became_why,
       e.became_at, e.repairs
FROM fetcher.entries AS e
LEFT JOIN fetcher.hosts AS h ON h.host = e.host
WHERE e.id = $1 OR e.article_id = $1
ORDER BY e.found_at
