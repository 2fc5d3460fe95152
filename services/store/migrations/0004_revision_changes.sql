-- What changed from one text of an article to the next one.
--
-- Ids of quotes and claims name the revision, and offsets move: a quote is the same in two revisions
-- if its words are. Where the same words stand twice, the first is compared with the first.

CREATE VIEW revision_changes AS
WITH pairs AS (
    SELECT
        r.article_id,
        lag(r.revision) OVER earlier AS before,
        r.revision AS after,
        r.first_seen_at AS changed_at,
        lag(r.title) OVER earlier AS title_before,
        r.title AS title_after,
        lag(r.engine_sequence) OVER earlier AS engine_before,
        r.engine_sequence AS engine_after
    FROM revisions AS r
    WHERE r.engine_sequence IS NOT NULL
    WINDOW earlier AS (PARTITION BY r.article_id ORDER BY r.first_seen_at, r.revision)
)

SELECT
    p.article_id,
    p.before,
    p.after,
    p.changed_at,
    'title' AS kind,
    'changed' AS change,
    p.title_after AS text,
    jsonb_build_object('title', p.title_before) AS was,
    jsonb_build_object('title', p.title_after) AS became
FROM pairs AS p
WHERE p.before IS NOT NULL AND p.title_before IS DISTINCT FROM p.title_after
UNION ALL
SELECT
    p.article_id,
    p.before,
    p.after,
    p.changed_at,
    s.kind,
    CASE WHEN s.was IS NULL THEN 'added' WHEN s.became IS NULL THEN 'removed' ELSE 'changed' END,
    s.text,
    s.was,
    s.became
FROM pairs AS p
CROSS JOIN LATERAL (
    SELECT
        'quote' AS kind,
        coalesce(o.text, n.text) AS text,
        o.said AS was,
        n.said AS became
    FROM (
        SELECT
            q.text,
            row_number() OVER (PARTITION BY q.text ORDER BY q.spans, q.id) AS place,
            jsonb_build_object(
                'id', q.id,
                'speaker', q.speaker_name,
                'mention', q.speaker ->> 'mention',
                'type', q.type,
                'speech_act', q.speech_act
            ) AS said
        FROM quotes AS q
        WHERE
            q.article_id = p.article_id
            AND q.revision = p.before
            AND q.engine_sequence = p.engine_before
    ) AS o
    FULL JOIN (
        SELECT
            q.text,
            row_number() OVER (PARTITION BY q.text ORDER BY q.spans, q.id) AS place,
            jsonb_build_object(
                'id', q.id,
                'speaker', q.speaker_name,
                'mention', q.speaker ->> 'mention',
                'type', q.type,
                'speech_act', q.speech_act
            ) AS said
        FROM quotes AS q
        WHERE
            q.article_id = p.article_id
            AND q.revision = p.after
            AND q.engine_sequence = p.engine_after
    ) AS n ON n.text = o.text AND n.place = o.place
    UNION ALL
    SELECT
        'claim' AS kind,
        coalesce(o.text, n.text) AS text,
        o.said AS was,
        n.said AS became
    FROM (
        SELECT
            c.text,
            row_number() OVER (PARTITION BY c.text ORDER BY c.spans, c.id) AS place,
            jsonb_build_object(
                'id', c.id,
                'claimant', c.claimant_name,
                'attribution', c.attribution,
                'polarity', c.polarity,
                'certainty', c.certainty
            ) AS said
        FROM claims AS c
        WHERE
            c.article_id = p.article_id
            AND c.revision = p.before
            AND c.engine_sequence = p.engine_before
    ) AS o
    FULL JOIN (
        SELECT
            c.text,
            row_number() OVER (PARTITION BY c.text ORDER BY c.spans, c.id) AS place,
            jsonb_build_object(
                'id', c.id,
                'claimant', c.claimant_name,
                'attribution', c.attribution,
                'polarity', c.polarity,
                'certainty', c.certainty
            ) AS said
        FROM claims AS c
        WHERE
            c.article_id = p.article_id
            AND c.revision = p.after
            AND c.engine_sequence = p.engine_after
    ) AS n ON n.text = o.text AND n.place = o.place
) AS s
WHERE p.before IS NOT NULL AND (s.was - 'id') IS DISTINCT FROM (s.became - 'id');

COMMENT ON VIEW revision_changes IS
    'What changed from one revision of an article to the next one, in the order in which they were '
    'first seen. Each as the newest engine that read it put it; two engines may differ by themselves.';
COMMENT ON COLUMN revision_changes.article_id IS 'the article; name it, and only its rows are read';
COMMENT ON COLUMN revision_changes.before IS 'the revision that was first seen just before';
COMMENT ON COLUMN revision_changes.after IS 'the revision compared with it';
COMMENT ON COLUMN revision_changes.changed_at IS 'when that was first seen';
COMMENT ON COLUMN revision_changes.kind IS 'title, quote or claim';
COMMENT ON COLUMN revision_changes.change IS
    'added, removed, or changed: the same words, by somebody else or otherwise put';
COMMENT ON COLUMN revision_changes.text IS 'the words of the quote or claim, or the new title';
COMMENT ON COLUMN revision_changes.was IS 'in the revision before; null if added';
COMMENT ON COLUMN revision_changes.became IS 'in the revision after; null if removed';
