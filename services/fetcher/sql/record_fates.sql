-- Of every entry that led to the article; an answer about an older page tells nothing new, and a dead
-- letter that is read again does not undo what its replay led to.
UPDATE fetcher.entries AS e
SET became = r.became, became_why = r.why, became_at = r.fetched_at
FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[]) AS r (article_id, fetched_at, became, why)
WHERE e.article_id = r.article_id AND (e.became_at IS NULL OR e.became_at < r.fetched_at
       OR (e.became_at = r.fetched_at AND r.became <> 'dead'))
