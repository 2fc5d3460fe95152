SELECT origin, outcome, body, expires_at FROM fetcher.reservations WHERE origin = $1
