SELECT
  fetched_at AS "seen",
  coalesce(claimant_name, claimant ->> 'mention', '–') AS "claimant",
  CASE polarity WHEN 'negative' THEN 'denied' ELSE 'claimed' END AS "stance",
  certainty AS "certainty",
  text AS "claim",
  outlet AS "outlet",
  published_at::date AS "published",
  text_fragment(url, text) AS "link"
FROM current_claims
WHERE $__timeFilter(fetched_at) AND last_seen_at >= $__timeFrom() AND attribution <> 'author'
ORDER BY 1 DESC, article_id, spans
LIMIT 100
