-- A host for one request: free, and rested soon. One that nobody leased before may be new.
-- It is taken while it rests: whoever waits for the end of that comes second to visits.
INSERT INTO fetcher.hosts AS h (host, lease, leased_until)
VALUES ($1, $2, clock_timestamp() + $3::interval)
ON CONFLICT (host) DO UPDATE
SET lease = EXCLUDED.lease, leased_until = EXCLUDED.leased_until
WHERE (h.leased_until IS NULL OR h.leased_until < clock_timestamp())
  AND (h.next_at IS NULL OR h.next_at <= $5)
RETURNING h.host, coalesce(h.due_at, $4), h.latency, h.throttles, h.throttled_at, coalesce(h.next_at, $4)
