SELECT
  (SELECT count(*) FROM current_articles
   WHERE $__timeFilter(fetched_at)) AS "articles",
  (SELECT count(*) FROM current_quotes
   WHERE $__timeFilter(fetched_at) AND last_seen_at >= $__timeFrom()) AS "quotes",
  (SELECT count(*) FROM current_claims
   WHERE $__timeFilter(fetched_at) AND last_seen_at >= $__timeFrom()) AS "claims"
