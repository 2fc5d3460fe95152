-- What is current, told so that the planner knows how much it is; and names to search speakers by.

-- An article's quotes are nearly all of its current revision. The planner takes revision, engine and
-- article for three things that have nothing to do with each other, expects a single row of whatever
-- it joins, and then reads whole tables for the newest twenty of one outlet. Of a CASE it expects half.
CREATE OR REPLACE VIEW current_quotes AS
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
        AND CASE
            WHEN a.revision = q.revision THEN a.engine_sequence = q.engine_sequence ELSE FALSE
        END;

CREATE OR REPLACE VIEW current_claims AS
SELECT
    c.article_id,
    c.id,
    c.revision,
    c.engine_sequence,
    c.engine_version,
    c.fetched_at,
    c.quote_id,
    c.text,
    c.spans,
    c.prefix,
    c.suffix,
    c.claimant_name,
    c.claimant_is_person,
    c.claimant_role,
    c.claimant_kind,
    c.claimant_resolution,
    c.claimant,
    c.attribution,
    c.polarity,
    c.certainty,
    c.mood,
    c.hedges,
    c.times,
    c.places,
    c.quantities,
    c.about,
    c.signals,
    c.rule,
    c.confidence,
    c.stored_at,
    a.url,
    a.outlet,
    a.title,
    a.published_at,
    a.language,
    a.fetched_at AS last_seen_at,
    c.predicate,
    c.setting,
    c.claimed_at,
    c.matching,
    c.names,
    c.scene,
    c.counted,
    c.amounts,
    c.lows,
    c.highs
FROM claims AS c
INNER JOIN current_articles AS a
    ON
        a.article_id = c.article_id
        AND CASE
            WHEN a.revision = c.revision THEN a.engine_sequence = c.engine_sequence ELSE FALSE
        END;

-- Who is quoted: every name with every wording that stands for it, once. `wortlaut search --speaker`
-- looks for parts of them here, in a ten-thousandth of the rows, and finds the quotes by the whole
-- ones. An index on parts of the names in quotes and claims themselves costs an eighth more to write.

CREATE TABLE names (
    id bytea PRIMARY KEY,
    name text COLLATE "C",
    mention text NOT NULL,
    who text NOT NULL GENERATED ALWAYS AS (
        coalesce((name COLLATE "default") || ' ' || mention, mention)
    ) STORED
);

COMMENT ON TABLE names IS
    'Names and the words that stand for them, of all quotes and claims that are or were here; what '
    'no row has any more goes with an erasure or retention.';
COMMENT ON COLUMN names.id IS 'name_id(name, mention): the words may be too long for an index';
COMMENT ON COLUMN names.name IS 'speaker_name or claimant_name; null where nobody could be named';
COMMENT ON COLUMN names.mention IS 'the words at the quote';
COMMENT ON COLUMN names.who IS 'both, as they are searched';

CREATE FUNCTION name_id(name text, mention text) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE
RETURN substring(
    sha256(convert_to(coalesce(name, '') || E'\n' || mention, 'UTF8')) FROM 1 FOR 16
);

COMMENT ON FUNCTION name_id(text, text) IS 'The key of a row of names.';

-- A mention has no limit, and a B-tree has.
CREATE INDEX quotes_mention ON quotes ((left(speaker ->> 'mention', 100)))
WHERE speaker_name IS NULL AND speaker IS NOT NULL;
CREATE INDEX claims_mention ON claims ((left(claimant ->> 'mention', 100)))
WHERE claimant_name IS NULL AND claimant IS NOT NULL;

CREATE FUNCTION is_named(sought text, wording text, besides uuid[]) RETURNS boolean
LANGUAGE sql STABLE
RETURN (
    EXISTS (
        SELECT FROM quotes AS q
        WHERE
            q.speaker_name = sought
            AND q.speaker ->> 'mention' = wording
            AND q.article_id <> ALL (besides)
    )
    OR EXISTS (
        SELECT FROM claims AS c
        WHERE
            c.claimant_name = sought
            AND c.claimant ->> 'mention' = wording
            AND c.article_id <> ALL (besides)
    )
    OR EXISTS (
        SELECT FROM quotes AS q
        WHERE
            sought IS NULL
            AND q.speaker_name IS NULL
            AND q.speaker IS NOT NULL
            AND left(q.speaker ->> 'mention', 100) = left(wording, 100)
            AND q.speaker ->> 'mention' = wording
            AND q.article_id <> ALL (besides)
    )
    OR EXISTS (
        SELECT FROM claims AS c
        WHERE
            sought IS NULL
            AND c.claimant_name IS NULL
            AND c.claimant IS NOT NULL
            AND left(c.claimant ->> 'mention', 100) = left(wording, 100)
            AND c.claimant ->> 'mention' = wording
            AND c.article_id <> ALL (besides)
    )
);

COMMENT ON FUNCTION is_named(text, text, uuid[]) IS
    'Whether a quote or claim outside of these articles has this name and mention.';

CREATE FUNCTION fill_names() RETURNS bigint
LANGUAGE sql
AS $$
WITH said AS (
    SELECT
        q.speaker_name AS name,
        q.speaker ->> 'mention' AS mention
    FROM quotes AS q
    WHERE q.speaker ->> 'mention' IS NOT NULL
    UNION
    SELECT
        c.claimant_name AS name,
        c.claimant ->> 'mention' AS mention
    FROM claims AS c
    WHERE c.claimant ->> 'mention' IS NOT NULL
),

filled AS (
    INSERT INTO names (id, name, mention)
    SELECT
        name_id(s.name, s.mention) AS id,
        s.name,
        s.mention
    FROM said AS s
    ORDER BY 1
    ON CONFLICT (id) DO NOTHING
    RETURNING 1
)

SELECT count(*) FROM filled
$$;

COMMENT ON FUNCTION fill_names() IS
    'Adds names that are missing, and returns how many: after stores older than this table have '
    'written beside it.';

SELECT fill_names();

-- Parts of words are found by trigrams. The extension comes with Postgres, but not every package has
-- it and not every role may add it; without it all names are read.
CREATE FUNCTION index_names() RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    home text;
BEGIN
    IF to_regclass('names_who') IS NOT NULL THEN
        RETURN NULL;
    END IF;
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    SELECT e.extnamespace::regnamespace::text INTO home
    FROM pg_extension AS e
    WHERE e.extname = 'pg_trgm';
    EXECUTE format('CREATE INDEX names_who ON names USING gin (who %s.gin_trgm_ops)', home);
    RETURN NULL;
EXCEPTION
    WHEN insufficient_privilege OR undefined_file OR feature_not_supported
        OR object_not_in_prerequisite_state THEN
        RETURN sqlerrm;
END
$$;

COMMENT ON FUNCTION index_names() IS
    'Makes the index by which parts of names are found, if it is not there; null, or why it cannot.';
