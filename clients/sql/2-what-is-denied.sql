-- What is denied, by whom, and how firmly? The latest first.
SELECT
    coalesce(c.claimant_name, c.claimant ->> 'mention', c.attribution) AS who,
    c.text AS denied,
    c.certainty,
    c.outlet,
    coalesce(c.published_at, c.last_seen_at)::date AS day,
    c.url
FROM current_claims AS c
WHERE c.polarity = 'negative'
ORDER BY day DESC, who
LIMIT 50;
