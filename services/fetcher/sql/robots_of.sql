SELECT origin, outcome, body, expires_at, answered_at, detail FROM fetcher.robots WHERE origin = $1
