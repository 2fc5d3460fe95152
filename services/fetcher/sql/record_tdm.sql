INSERT INTO fetcher.reservations (origin, outcome, body, expires_at)
VALUES ($1, $2, $3, $4)
ON CONFLICT (origin) DO UPDATE
SET outcome = EXCLUDED.outcome, body = EXCLUDED.body, expires_at = EXCLUDED.expires_at
