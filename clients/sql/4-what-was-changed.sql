-- Which quotes have vanished from articles that are still there? Quiet corrections, and worse.
SELECT
    coalesce(q.speaker_name, q.speaker ->> 'mention', 'nobody named') AS speaker,
    q.text AS was_there,
    gone.fetched_at AS last_seen_at,
    a.fetched_at AS article_seen_at,
    a.url
FROM quotes AS q
INNER JOIN revisions AS gone ON gone.article_id = q.article_id AND gone.revision = q.revision
INNER JOIN current_articles AS a ON a.article_id = q.article_id AND a.revision <> q.revision
WHERE
    q.engine_sequence = gone.engine_sequence
    AND NOT EXISTS (
        SELECT FROM current_quotes AS now
        WHERE now.article_id = q.article_id AND now.text = q.text
    )
ORDER BY gone.fetched_at DESC;
