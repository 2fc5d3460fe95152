-- Hosts with something to do that nobody else holds. The clock of leases is the database's.
WITH free AS MATERIALIZED (
    SELECT host
    FROM fetcher.hosts
    WHERE due_at <= $1
      AND (leased_until IS NULL OR leased_until < clock_timestamp())
    ORDER BY due_at
    LIMIT $2
    FOR UPDATE SKIP LOCKED
)
UPDATE fetcher.hosts AS h
SET lease = $3, leased_until = clock_timestamp() + $4::interval
FROM free
WHERE h.host = free.host
RETURNING h.host, h.due_at, h.latency, h.throttles, h.throttled_at
