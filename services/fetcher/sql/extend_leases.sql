UPDATE fetcher.hosts
SET leased_until = clock_timestamp() + $3::interval
WHERE lease = $1 AND host = ANY ($2::text[])
RETURNING host
