-- A piece of the current claims; see export_quotes.sql. Claims have no type: $7 is not used.
SELECT
    c.id,
    c.article_id,
    c.revision,
    c.url,
    c.outlet,
    c.title,
    c.published_at,
    c.last_seen_at,
    c.language,
    c.quote_id,
    c.text,
    c.prefix,
    c.suffix,
    array_to_json(c.spans) AS spans,
    c.claimant_name,
    c.claimant ->> 'mention' AS claimant_mention,
    c.claimant_role,
    c.claimant ->> 'affiliation' AS claimant_affiliation,
    c.claimant_kind,
    c.claimant_resolution,
    c.attribution,
    c.polarity,
    c.certainty,
    c.mood,
    c.hedges,
    c.times,
    c.places,
    c.quantities,
    array_to_json(c.about) AS about,
    array_to_json(c.signals) AS signals,
    c.rule,
    c.confidence,
    c.engine_version,
    c.engine_sequence
FROM current_claims AS c
WHERE
    (c.article_id, c.id) > ($1, $2)
    AND ($4::text IS NULL OR concat_ws(' ', c.claimant_name, c.claimant ->> 'mention') COLLATE "default" ILIKE $4)
    AND ($5::text IS NULL OR lower(c.outlet) = $5 OR right(lower(c.outlet), length($5) + 1) = '.' || $5)
    AND ($6::text IS NULL OR lower(c.language) = $6)
    AND ($7::text IS NULL OR TRUE)
    AND (NOT $8 OR c.polarity = 'negative')
    AND ($9::timestamptz IS NULL OR coalesce(c.published_at, c.last_seen_at) >= $9)
ORDER BY c.article_id, c.id
LIMIT $3
