-- A piece of the current quotes, in the order of their keys: after ($1, $2), at most $3. The conditions
-- are those of search.sql: $4 name, $5 outlet, $6 language, $7 type, $8 only what is denied, $9 since.
SELECT
    q.id,
    q.article_id,
    q.revision,
    q.url,
    q.outlet,
    q.title,
    q.published_at,
    q.last_seen_at,
    q.language,
    q.type,
    q.partial,
    array_to_json(q.medium) AS medium,
    q.text,
    q.prefix,
    q.suffix,
    array_to_json(q.spans) AS spans,
    q.speaker_name,
    q.speaker ->> 'mention' AS speaker_mention,
    q.speaker_role,
    q.speaker ->> 'affiliation' AS speaker_affiliation,
    q.speaker_kind,
    q.speaker_resolution,
    q.cue ->> 'text' AS cue,
    q.addressee ->> 'text' AS addressee,
    q.speech_act,
    q.nested_in,
    q.rule,
    q.confidence,
    q.engine_version,
    q.engine_sequence
FROM current_quotes AS q
WHERE
    (q.article_id, q.id) > ($1, $2)
    AND ($4::text IS NULL OR concat_ws(' ', q.speaker_name, q.speaker ->> 'mention') COLLATE "default" ILIKE $4)
    AND ($5::text IS NULL OR lower(q.outlet) = $5 OR right(lower(q.outlet), length($5) + 1) = '.' || $5)
    AND ($6::text IS NULL OR lower(q.language) = $6)
    AND ($7::text IS NULL OR q.type = $7)
    AND (NOT $8 OR q.speech_act = 'denial')
    AND ($9::timestamptz IS NULL OR coalesce(q.published_at, q.last_seen_at) >= $9)
ORDER BY q.article_id, q.id
LIMIT $3
