-- The quotes of the articles seen last, newest first and in the order of their texts. The inner
-- limit is enough, since every article that counts has a quote.
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
FROM (
    SELECT a.article_id
    FROM current_articles AS a
    WHERE
        EXISTS (
            SELECT FROM quotes AS one
            WHERE
                one.article_id = a.article_id
                AND one.revision = a.revision
                AND one.engine_sequence = a.engine_sequence
        )
    ORDER BY a.fetched_at DESC, a.article_id
    LIMIT $1
) AS recent
INNER JOIN current_quotes AS q ON q.article_id = recent.article_id
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
ORDER BY q.last_seen_at DESC, q.article_id, q.spans, q.id
LIMIT $1
