SELECT e.requested_at FROM erasures AS e WHERE e.article_id = $1::uuid
