SELECT
  fetched_at AS "seen",
  coalesce(speaker_name, speaker ->> 'mention', '–') AS "speaker",
  speaker_role AS "role",
  speech_act AS "act",
  text AS "said",
  outlet AS "outlet",
  published_at::date AS "published",
  confidence AS "confidence",
  text_fragment(url, text) AS "link"
FROM current_quotes
WHERE $__timeFilter(fetched_at) AND last_seen_at >= $__timeFrom() AND nested_in IS NULL
ORDER BY 1 DESC, article_id, spans
LIMIT 100
