-- What holds now: of each article that is not withdrawn the current revision, and of that what the
-- newest engine found. History is in the tables themselves.

CREATE VIEW current_articles AS
SELECT
    a.article_id,
    a.revision,
    a.engine_sequence,
    a.fetched_at,
    a.url,
    a.outlet,
    a.title,
    a.published_at,
    a.language
FROM articles AS a
WHERE
    a.revision IS NOT NULL
    AND (a.withdrawn_at IS NULL OR a.withdrawn_at < a.fetched_at);

COMMENT ON VIEW current_articles IS
    'Articles that are on the web as far as is known, with their current revision.';
COMMENT ON COLUMN current_articles.article_id IS 'uuid5 of the canonical URL';
COMMENT ON COLUMN current_articles.revision IS 'the one last seen';
COMMENT ON COLUMN current_articles.engine_sequence IS 'the newest engine that parsed it';
COMMENT ON COLUMN current_articles.fetched_at IS 'when it was last seen';
COMMENT ON COLUMN current_articles.url IS 'where it can be read';
COMMENT ON COLUMN current_articles.outlet IS 'who published it';
COMMENT ON COLUMN current_articles.title IS 'its headline';
COMMENT ON COLUMN current_articles.published_at IS 'when it was published, as it says';
COMMENT ON COLUMN current_articles.language IS 'BCP 47';

-- The columns of the article come last and have names of their own, so that `q.*` stays what it is.
CREATE VIEW current_quotes AS
SELECT
    q.*,
    a.url,
    a.outlet,
    a.title,
    a.published_at,
    a.language,
    a.fetched_at AS last_seen_at
FROM quotes AS q
INNER JOIN current_articles AS a
    ON
        a.article_id = q.article_id
        AND a.revision = q.revision
        AND a.engine_sequence = q.engine_sequence;

COMMENT ON VIEW current_quotes IS
    'Quotes of current revisions, as the newest engine found them, with the head of their article.';

CREATE VIEW current_claims AS
SELECT
    c.*,
    a.url,
    a.outlet,
    a.title,
    a.published_at,
    a.language,
    a.fetched_at AS last_seen_at
FROM claims AS c
INNER JOIN current_articles AS a
    ON
        a.article_id = c.article_id
        AND a.revision = c.revision
        AND a.engine_sequence = c.engine_sequence;

COMMENT ON VIEW current_claims IS
    'Claims of current revisions, as the newest engine found them, with the head of their article.';

-- People are not stored: a row for each would be a place where all stores meet at a much quoted
-- name, and could not be taken back when an article is erased or a newer engine thinks otherwise.
CREATE VIEW people AS
SELECT
    s.name,
    count(DISTINCT s.article_id) AS articles,
    count(DISTINCT s.outlet) AS outlets,
    count(s.quote_id) AS quotes,
    count(s.claim_id) AS claims,
    min(s.at) AS earliest_at,
    max(s.at) AS latest_at
FROM (
    SELECT
        q.speaker_name AS name,
        q.article_id,
        q.outlet,
        q.id AS quote_id,
        NULL::uuid AS claim_id,
        coalesce(q.published_at, q.last_seen_at) AS at
    FROM current_quotes AS q
    WHERE q.speaker_is_person
    UNION ALL
    SELECT
        c.claimant_name AS name,
        c.article_id,
        c.outlet,
        NULL::uuid AS quote_id,
        c.id AS claim_id,
        coalesce(c.published_at, c.last_seen_at) AS at
    FROM current_claims AS c
    WHERE c.claimant_is_person
) AS s
GROUP BY s.name;

COMMENT ON VIEW people IS
    'Persons who say or claim something in current articles. They are one across articles only if '
    'their full names are equal; a bare surname is nobody here.';
COMMENT ON COLUMN people.name IS 'full name, as in speaker_name and claimant_name';
COMMENT ON COLUMN people.articles IS 'in how many articles';
COMMENT ON COLUMN people.outlets IS 'of how many outlets';
COMMENT ON COLUMN people.quotes IS 'how many quotes are theirs';
COMMENT ON COLUMN people.claims IS 'how many claims they vouch for';
COMMENT ON COLUMN people.earliest_at IS 'when the first article was published, or else last seen';
COMMENT ON COLUMN people.latest_at IS 'when the last article was published, or else last seen';

DO $$
DECLARE
    source text;
    described record;
BEGIN
    FOREACH source IN ARRAY ARRAY['quotes', 'claims'] LOOP
        FOR described IN
            SELECT attname, col_description(attrelid, attnum) AS said
            FROM pg_attribute
            WHERE attrelid = source::regclass AND attnum > 0
        LOOP
            EXECUTE format(
                'COMMENT ON COLUMN current_%s.%I IS %L', source, described.attname, described.said);
        END LOOP;
        EXECUTE format('COMMENT ON COLUMN current_%s.url IS %L',
            source, 'where the article can be read');
        EXECUTE format('COMMENT ON COLUMN current_%s.outlet IS %L', source, 'who published it');
        EXECUTE format('COMMENT ON COLUMN current_%s.title IS %L', source, 'its headline');
        EXECUTE format('COMMENT ON COLUMN current_%s.published_at IS %L',
            source, 'when the article was published, as it says');
        EXECUTE format('COMMENT ON COLUMN current_%s.language IS %L', source, 'BCP 47');
        EXECUTE format('COMMENT ON COLUMN current_%s.last_seen_at IS %L',
            source, 'when the article was last seen with this text');
    END LOOP;
END
$$;
