-- Quotes and claims of current articles, newest first. A claim whose quote is found too is left out: it
-- would say the same again. $1 words, $2 name, $3 outlet, $4 language, $5 quote type, $6 only what is
-- denied; null is no condition. $7 the earliest date and $8 the one before which it is, $9 how many.
-- $10 the whole names among which those of $2 are, and $11 the beginnings of mentions without a name:
-- what indexes know. Null: any.
WITH quotes_found AS (
    SELECT
        'quote' AS kind,
        q.article_id,
        q.id,
        q.text,
        coalesce(q.speaker_name, q.speaker ->> 'mention') AS who,
        q.speaker_role AS role,
        CASE WHEN q.type = 'direct' THEN q.speech_act ELSE q.type || ' ' || q.speech_act END AS how,
        q.type = 'direct' AS is_direct,
        q.speech_act = 'denial' AS is_denied,
        q.outlet,
        q.title,
        q.url,
        coalesce(q.published_at, q.last_seen_at) AS at,
        q.spans
    FROM current_quotes AS q
    WHERE
        ($1::text IS NULL OR q.text ILIKE $1)
        AND (
            $2::text IS NULL
            OR concat_ws(' ', q.speaker_name, q.speaker ->> 'mention') COLLATE "default" ILIKE $2
        )
        AND (
            $10::text[] IS NULL
            OR q.speaker_name = any($10)
            OR (q.speaker_name IS NULL AND left(q.speaker ->> 'mention', 100) = any($11))
        )
        AND ($3::text IS NULL OR lower(q.outlet) = $3 OR right(lower(q.outlet), length($3) + 1) = '.' || $3)
        AND ($4::text IS NULL OR lower(q.language) = $4)
        AND ($5::text IS NULL OR q.type = $5)
        AND (NOT $6 OR q.speech_act = 'denial')
        AND coalesce(q.published_at, q.last_seen_at) >= $7
        AND coalesce(q.published_at, q.last_seen_at) < $8
),

claims_found AS (
    SELECT
        'claim' AS kind,
        c.article_id,
        c.id,
        c.text,
        coalesce(c.claimant_name, c.claimant ->> 'mention') AS who,
        c.claimant_role AS role,
        c.polarity || ', ' || c.certainty AS how,
        FALSE AS is_direct,
        c.polarity = 'negative' AS is_denied,
        c.outlet,
        c.title,
        c.url,
        coalesce(c.published_at, c.last_seen_at) AS at,
        c.spans
    FROM current_claims AS c
    WHERE
        $5::text IS NULL
        AND ($1::text IS NULL OR c.text ILIKE $1)
        AND (
            $2::text IS NULL
            OR concat_ws(' ', c.claimant_name, c.claimant ->> 'mention') COLLATE "default" ILIKE $2
        )
        AND (
            $10::text[] IS NULL
            OR c.claimant_name = any($10)
            OR (c.claimant_name IS NULL AND left(c.claimant ->> 'mention', 100) = any($11))
        )
        AND ($3::text IS NULL OR lower(c.outlet) = $3 OR right(lower(c.outlet), length($3) + 1) = '.' || $3)
        AND ($4::text IS NULL OR lower(c.language) = $4)
        AND (NOT $6 OR c.polarity = 'negative')
        AND coalesce(c.published_at, c.last_seen_at) >= $7
        AND coalesce(c.published_at, c.last_seen_at) < $8
        AND NOT EXISTS (
            SELECT FROM quotes_found AS q WHERE q.article_id = c.article_id AND q.id = c.quote_id
        )
)

SELECT * FROM quotes_found
UNION ALL
SELECT * FROM claims_found
ORDER BY at DESC, article_id, spans, kind DESC, id
LIMIT $9
