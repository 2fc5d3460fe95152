-- Which revision of each article is current. Two stores may do this at once for one article: each
-- offers the greatest it can see, and the comparison keeps the greater of the two.
WITH written AS (
    INSERT INTO articles AS a (
        article_id,
        revision,
        engine_sequence,
        fetched_at,
        parse_fetched_at,
        url,
        outlet,
        title,
        published_at,
        language
    )
    SELECT
        i.article_id,
        r.revision,
        r.engine_sequence,
        r.fetched_at,
        r.parse_fetched_at,
        r.url,
        r.outlet,
        r.title,
        r.published_at,
        r.language
    FROM unnest($1::uuid[]) AS i (article_id)
    CROSS JOIN LATERAL (
        SELECT
            s.revision,
            s.engine_sequence,
            s.fetched_at,
            s.parse_fetched_at,
            s.url,
            s.outlet,
            s.title,
            s.published_at,
            s.language
        FROM revisions AS s
        WHERE s.article_id = i.article_id AND s.engine_sequence IS NOT NULL
        ORDER BY s.fetched_at DESC, s.revision DESC
        LIMIT 1
    ) AS r
    ON CONFLICT (article_id) DO UPDATE SET
        revision = excluded.revision,
        engine_sequence = excluded.engine_sequence,
        fetched_at = excluded.fetched_at,
        parse_fetched_at = excluded.parse_fetched_at,
        url = excluded.url,
        outlet = excluded.outlet,
        title = excluded.title,
        published_at = excluded.published_at,
        language = excluded.language
    WHERE
        a.revision IS NULL
        OR (a.fetched_at, a.revision, a.engine_sequence, a.parse_fetched_at)
        < (
            excluded.fetched_at,
            excluded.revision,
            excluded.engine_sequence,
            excluded.parse_fetched_at
        )
    RETURNING a.stored_at = now() AS is_new
)

SELECT
    count(*) FILTER (WHERE is_new) AS inserted,
    count(*) FILTER (WHERE NOT is_new) AS updated
FROM written
