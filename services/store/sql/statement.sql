-- A quote or claim by its id or the first letters of it (all between $1 and $2), in whatever revision.
SELECT
    'quote' AS kind,
    q.article_id,
    q.id,
    q.revision,
    q.engine_sequence,
    q.text,
    q.spans,
    coalesce(q.speaker_name, q.speaker ->> 'mention') AS who,
    q.speaker_role AS role,
    concat_ws(', ', q.type, q.speech_act, q.confidence || ' confidence', q.rule) AS how
FROM quotes AS q
WHERE q.id BETWEEN $1 AND $2
UNION ALL
SELECT
    'claim' AS kind,
    c.article_id,
    c.id,
    c.revision,
    c.engine_sequence,
    c.text,
    c.spans,
    coalesce(c.claimant_name, c.claimant ->> 'mention') AS who,
    c.claimant_role AS role,
    concat_ws(', ', c.attribution, c.polarity, c.certainty, c.mood, c.confidence || ' confidence', c.rule) AS how
FROM claims AS c
WHERE c.id BETWEEN $1 AND $2
ORDER BY id
LIMIT 20
