UPDATE fetcher.entries AS e
SET host = r.host, next_at = r.next_at, outcome = r.outcome, detail = r.detail, status = r.status,
    attempts = r.attempts, fetches = r.fetches, asked_at = r.asked_at, fetched_at = r.fetched_at,
    missing_since = r.missing_since, etag = r.etag, last_modified = r.last_modified,
    body_sha256 = r.body_sha256, article_id = r.article_id, canonical_url = r.canonical_url,
    final_url = r.final_url, first_at = r.first_at, ask_url = r.ask_url, hops = r.hops,
    moved_to = r.moved_to
FROM json_to_recordset($1::json) AS r (
    id uuid, host text, next_at timestamptz, outcome text, detail text, status int, attempts int,
    fetches int, asked_at timestamptz, fetched_at timestamptz, missing_since timestamptz, etag text,
    last_modified text, body_sha256 text, article_id uuid, canonical_url text, final_url text,
    first_at timestamptz, ask_url text, hops int, moved_to text
)
WHERE e.id = r.id
