-- Who said what about a thing? Word for word, with the link; -v word=Brücke
-- The words are cut out of the article's text: offsets count code points from 0, as substring does from 1.
SELECT
    coalesce(q.speaker_name, q.speaker ->> 'mention', 'nobody named') AS speaker,
    string_agg(substring(r.text FROM piece.start + 1 FOR piece.stop - piece.start), ' ' ORDER BY piece.start) AS words,
    q.outlet,
    coalesce(q.published_at, q.last_seen_at)::date AS day,
    q.url
FROM current_quotes AS q
INNER JOIN revisions AS r ON r.article_id = q.article_id AND r.revision = q.revision
CROSS JOIN LATERAL (
    SELECT q.spans[n][1] AS start, q.spans[n][2] AS stop FROM generate_subscripts(q.spans, 1) AS n
) AS piece
WHERE q.text ILIKE '%' || :'word' || '%'
GROUP BY q.article_id, q.id, q.speaker_name, q.speaker, q.outlet, q.published_at, q.last_seen_at, q.url
ORDER BY day DESC, speaker;
