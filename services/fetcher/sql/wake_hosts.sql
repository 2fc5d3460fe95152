-- Sorted, so that two writers lock in the same order.
INSERT INTO fetcher.hosts AS h (host, due_at)
SELECT host, due_at FROM unnest($1::text[], $2::timestamptz[]) AS woken (host, due_at) ORDER BY host
ON CONFLICT (host) DO UPDATE
SET due_at = greatest(least(h.due_at, EXCLUDED.due_at), h.next_at)
