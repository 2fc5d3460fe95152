-- A host for one request: free, and rested. One that nobody leased before may be new.
INSERT INTO fetcher.hosts AS h (host, lease, leased_until)
VALUES ($1, $2, clock_timestamp() + $3::interval)
ON CONFLICT (host) DO UPDATE
SET lease = EXCLUDED.lease, leased_until = EXCLUDED.leased_until
WHERE (h.leased_until IS NULL OR h.leased_until < clock_timestamp())
  AND (h.next_at IS NULL OR h.next_at <= $4)
RETURNING h.host, coalesce(h.due_at, $4), h.latency, h.throttles, h.throttled_at
