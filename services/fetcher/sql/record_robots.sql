INSERT INTO fetcher.robots (origin, outcome, body, expires_at, answered_at, detail)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (origin) DO UPDATE
SET outcome = EXCLUDED.outcome, body = EXCLUDED.body, expires_at = EXCLUDED.expires_at,
    answered_at = EXCLUDED.answered_at, detail = EXCLUDED.detail
