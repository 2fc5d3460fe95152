SELECT id, seen_at, title FROM fetcher.headlines WHERE id = ANY ($1::uuid[]) ORDER BY id, seen_at
