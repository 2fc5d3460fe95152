-- What is contested, since a time, by its filters; the worst first, then the newest.
SELECT
    c.type,
    c.status,
    c.about,
    c.id,
    c.claimed_at,
    c.outlets,
    c.outlet,
    c.url,
    c.claimant_name,
    c.claimant_mention,
    c.claimant_role,
    c.attribution,
    c.polarity,
    c.certainty,
    c.text,
    c.quantity ->> 'surface' AS surface,
    (c.quantity ->> 'value')::float8 AS value,
    (c.quantity ->> 'min')::float8 AS least,
    (c.quantity ->> 'max')::float8 AS most,
    c.partner_id,
    c.partner_claimed_at,
    c.partner_outlets,
    c.partner_outlet,
    c.partner_url,
    c.partner_claimant_name,
    c.partner_claimant_mention,
    c.partner_claimant_role,
    c.partner_attribution,
    c.partner_polarity,
    c.partner_certainty,
    c.partner_text,
    c.partner_quantity ->> 'surface' AS partner_surface,
    (c.partner_quantity ->> 'value')::float8 AS partner_value,
    (c.partner_quantity ->> 'min')::float8 AS partner_least,
    (c.partner_quantity ->> 'max')::float8 AS partner_most
FROM contested_claims AS c
WHERE
    ($1::timestamptz IS NULL OR c.claimed_at >= $1)
    AND ($2::text IS NULL OR c.outlet = $2 OR c.partner_outlet = $2)
    AND (cardinality($3::text[]) = 0 OR c.status = ANY ($3))
ORDER BY
    array_position(ARRAY['conflict', 'denial', 'differs', 'update'], c.status),
    c.partner_claimed_at DESC,
    c.id,
    c.partner_id
LIMIT $4
