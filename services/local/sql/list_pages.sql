INSERT INTO fetcher.erased (id, erased_at)
SELECT
    i.id,
    $2
FROM unnest($1::uuid[]) AS i (id)
ON CONFLICT (id) DO NOTHING
