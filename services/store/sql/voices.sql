-- What is said in one article, in its order. A quote may hold several claims: the least certain one
-- says how far it can be relied on.
SELECT
    q.article_id,
    q.id,
    q.type,
    q.text,
    q.speaker_name,
    q.speaker ->> 'mention' AS speaker_mention,
    q.speaker_role,
    q.speaker_kind,
    q.speech_act,
    c.certainty,
    c.polarity,
    q.confidence,
    q.url,
    q.outlet,
    q.title,
    q.published_at,
    q.last_seen_at
FROM current_quotes AS q
LEFT JOIN LATERAL (
    SELECT
        cc.certainty,
        cc.polarity
    FROM current_claims AS cc
    WHERE cc.article_id = q.article_id AND cc.quote_id = q.id
    ORDER BY
        array_position(ARRAY['underspecified', 'possible', 'probable'], cc.certainty), cc.id
    LIMIT 1
) AS c ON TRUE
WHERE
    q.article_id IN (
        SELECT a.article_id FROM articles AS a WHERE a.url = $1
        UNION
        SELECT $2::uuid
    )
ORDER BY q.article_id, q.spans, q.id
