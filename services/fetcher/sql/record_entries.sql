UPDATE fetcher.entries AS e
SET host = r.host, next_at = r.next_at, outcome = r.outcome, detail = r.detail, status = r.status,
    attempts = r.attempts, fetches = r.fetches, asked_at = r.asked_at, fetched_at = r.fetched_at,
    missing_since = r.missing_since, etag = r.etag, last_modified = r.last_modified,
    body_sha256 = r.body_sha256, article_id = r.article_id, canonical_url = r.canonical_url,
    final_url = r.final_url, first_at = r.first_at, ask_url = r.ask_url, hops = r.hops,
    moved_to = r.moved_to
FROM unnest(
    $1::uuid[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::int[], $7::int[], $8::int[],
    $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::text[], $13::text[],
    $14::text[], $15::uuid[], $16::text[], $17::text[], $18::timestamptz[], $19::text[], $20::int[],
    $21::text[]
) AS r (
    id, host, next_at, outcome, detail, status, attempts, fetches, asked_at, fetched_at, missing_since,
    etag, last_modified, body_sha256, article_id, canonical_url, final_url, first_at, ask_url, hops,
    moved_to
)
WHERE e.id = r.id
