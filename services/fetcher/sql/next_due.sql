SELECT min(CASE WHEN leased_until > clock_timestamp() THEN greatest(due_at, leased_until) ELSE due_at END)
FROM fetcher.hosts
WHERE due_at IS NOT NULL AND lease IS DISTINCT FROM $1
