SELECT
  status AS "status",
  array_to_string(about, ', ') AS "about",
  coalesce(claimant_name, claimant_mention, attribution) AS "one",
  CASE polarity WHEN 'negative' THEN 'not: ' ELSE '' END || text AS "says",
  outlets AS "outlets",
  coalesce(partner_claimant_name, partner_claimant_mention, partner_attribution) AS "other",
  CASE partner_polarity WHEN 'negative' THEN 'not: ' ELSE '' END || partner_text AS "says instead",
  partner_outlets AS "its outlets",
  claimed_at AS "since",
  text_fragment(partner_url, partner_text) AS "link"
FROM contested_claims
WHERE
  claimed_at >= (
    SELECT min(coalesce(published_at, fetched_at)) FROM current_articles
    WHERE $__timeFilter(fetched_at)
  )
ORDER BY array_position(ARRAY['conflict', 'denial', 'differs', 'update'], status), claimed_at DESC
LIMIT 50
