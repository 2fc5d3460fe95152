-- What is there of a batch: which of its articles are erased, which of its revisions are stored, and
-- of those the statements, with the engine and the fetch that each row comes from; and which of its
-- outlets need no change, their names in the place of a revision's.
--
-- Reading the erasure list locks it against LOCK TABLE until the transaction ends: no article can
-- be erased between this look and the commit.
SELECT
    'erasures' AS name,
    e.article_id,
    NULL::uuid AS id,
    NULL AS revision,
    NULL::integer AS engine_sequence,
    NULL::timestamptz AS fetched_at
FROM erasures AS e
WHERE e.article_id = any($1::uuid[])
UNION ALL
SELECT
    'revisions' AS name,
    r.article_id,
    NULL::uuid AS id,
    r.revision,
    r.engine_sequence,
    r.parse_fetched_at AS fetched_at
FROM unnest($2::uuid[], $3::text[]) AS i (article_id, revision)
INNER JOIN revisions AS r ON r.article_id = i.article_id AND r.revision = i.revision
UNION ALL
SELECT
    'quotes' AS name,
    q.article_id,
    q.id,
    q.revision,
    q.engine_sequence,
    q.fetched_at
FROM unnest($2::uuid[], $3::text[]) AS i (article_id, revision)
INNER JOIN quotes AS q ON q.article_id = i.article_id AND q.revision = i.revision
UNION ALL
SELECT
    'claims' AS name,
    c.article_id,
    c.id,
    c.revision,
    c.engine_sequence,
    c.fetched_at
FROM unnest($2::uuid[], $3::text[]) AS i (article_id, revision)
INNER JOIN claims AS c ON c.article_id = i.article_id AND c.revision = i.revision
UNION ALL
SELECT
    'outlets' AS name,
    NULL::uuid AS article_id,
    NULL::uuid AS id,
    o.outlet AS revision,
    NULL::integer AS engine_sequence,
    NULL::timestamptz AS fetched_at
FROM unnest($4::text[], $5::timestamptz[]) AS i (outlet, first_seen_at)
INNER JOIN outlets AS o ON o.outlet = i.outlet AND o.first_seen_at <= i.first_seen_at
