UPDATE fetcher.entries AS e
SET next_at = r.next_at, outcome = r.outcome, detail = r.detail, status = r.status,
    attempts = r.attempts, fetches = r.fetches, asked_at = r.asked_at, fetched_at = r.fetched_at,
    missing_since = r.missing_since, etag = r.etag, last_modified = r.last_modified,
    body_sha256 = r.body_sha256, article_id = r.article_id, canonical_url = r.canonical_url,
    final_url = r.final_url
FROM unnest(
    $1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[],
    $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::text[], $12::text[],
    $13::text[], $14::uuid[], $15::text[], $16::text[]
) AS r (
    id, next_at, outcome, detail, status, attempts, fetches, asked_at, fetched_at, missing_since,
    etag, last_modified, body_sha256, article_id, canonical_url, final_url
)
WHERE e.id = r.id
