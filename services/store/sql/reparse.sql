-- Texts to be read anew, after the place where the last look ended.
SELECT
    r.article_id,
    r.revision,
    r.engine_sequence,
    r.parse_fetched_at,
    r.url,
    r.outlet,
    r.title,
    r.authors,
    r.published_at,
    r.language,
    r.text,
    r.truncated,
    r.extractor,
    r.extractor_version
FROM revisions AS r
WHERE
    r.text IS NOT NULL
    AND (r.article_id, r.revision) > ($1::uuid, $2::text)
    AND ($3::int4 IS NULL OR r.engine_sequence < $3)
    AND ($4::timestamptz IS NULL OR r.fetched_at >= $4)
    AND ($5::text IS NULL OR r.outlet = $5)
    AND (
        $6::bool
        OR EXISTS (
            SELECT FROM current_articles AS a
            WHERE a.article_id = r.article_id AND a.revision = r.revision
        )
    )
ORDER BY r.article_id, r.revision
LIMIT $7
