-- What rests on somebody who is not named? Claims passed on as hearsay, or by an anonymous source.
SELECT
    coalesce(c.claimant ->> 'mention', 'nobody') AS source,
    c.text AS claim,
    c.certainty,
    c.outlet,
    coalesce(c.published_at, c.last_seen_at)::date AS day,
    c.url
FROM current_claims AS c
WHERE c.attribution = 'hearsay' OR c.claimant_resolution = 'anonymous'
ORDER BY day DESC, source
LIMIT 50;
