INSERT INTO fetcher.entries (id, url, host, feed, title, published_at, author, tags, found_at, next_at)
SELECT id, url, host, $6, title, published_at, author, tags::text[], $7, $7
FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[], $8::text[], $9::text[])
     AS found (id, url, host, title, published_at, author, tags)
ORDER BY id
ON CONFLICT (id) DO NOTHING
RETURNING id, host
