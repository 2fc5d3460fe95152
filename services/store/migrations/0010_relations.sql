-- Claims about the same thing, across articles: columns to find them by, and how two are compared.
--
-- `matching` holds numbers made by the store (services/store/matching.py): what is counted or said,
-- tied to a name, with the week. Equal numbers make candidates; the functions below decide.

ALTER TABLE claims
    ADD COLUMN predicate text COLLATE "C",
    ADD COLUMN setting text[] COLLATE "C" NOT NULL DEFAULT '{}',
    ADD COLUMN claimed_at timestamptz,
    ADD COLUMN matching bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN names text[] COLLATE "C" NOT NULL DEFAULT '{}',
    ADD COLUMN scene text[] COLLATE "C" NOT NULL DEFAULT '{}',
    ADD COLUMN counted text[] COLLATE "C" NOT NULL DEFAULT '{}',
    ADD COLUMN amounts float8[] NOT NULL DEFAULT '{}',
    ADD COLUMN lows float8[] NOT NULL DEFAULT '{}',
    ADD COLUMN highs float8[] NOT NULL DEFAULT '{}';

COMMENT ON COLUMN claims.about IS
    'concept keys of what it is about; names with a capital letter';
COMMENT ON COLUMN claims.predicate IS 'concept key of what is said of it; null where that is empty';
COMMENT ON COLUMN claims.setting IS 'concept keys of the first sentences of its article';
COMMENT ON COLUMN claims.claimed_at IS 'when its article was published, or else fetched';
COMMENT ON COLUMN claims.matching IS 'numbers by which claim_partners finds candidates';
COMMENT ON COLUMN claims.names IS 'the names in about';
COMMENT ON COLUMN claims.scene IS 'the names in setting';
COMMENT ON COLUMN claims.counted IS 'of each quantity what it counts, to compare by';
COMMENT ON COLUMN claims.amounts IS 'of each quantity its value, null of a bound';
COMMENT ON COLUMN claims.lows IS 'of each quantity the least that it may mean';
COMMENT ON COLUMN claims.highs IS 'of each quantity the most that it may mean';

CREATE INDEX claims_matching ON claims USING gin (matching);
CREATE INDEX claims_id ON claims USING hash (id);
CREATE INDEX claims_claimed_at ON claims (claimed_at);

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
        AND a.revision = c.revision
        AND a.engine_sequence = c.engine_sequence;

COMMENT ON COLUMN current_claims.about IS
    'concept keys of what it is about; names with a capital letter';
COMMENT ON COLUMN current_claims.predicate IS
    'concept key of what is said of it; null where that is empty';
COMMENT ON COLUMN current_claims.setting IS
    'concept keys of the first sentences of its article';
COMMENT ON COLUMN current_claims.claimed_at IS 'when its article was published, or else fetched';
COMMENT ON COLUMN current_claims.matching IS
    'numbers by which claim_partners finds candidates';
COMMENT ON COLUMN current_claims.names IS 'the names in about';
COMMENT ON COLUMN current_claims.scene IS 'the names in setting';
COMMENT ON COLUMN current_claims.counted IS 'of each quantity what it counts, to compare by';
COMMENT ON COLUMN current_claims.amounts IS 'of each quantity its value, null of a bound';
COMMENT ON COLUMN current_claims.lows IS 'of each quantity the least that it may mean';
COMMENT ON COLUMN current_claims.highs IS 'of each quantity the most that it may mean';

-- Near-duplicates ---------------------------------------------------------------------------------

CREATE FUNCTION fingerprint_bands(fingerprint bigint[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT array_agg(hash_array_extended(fingerprint[3 * band + 1 : 3 * band + 3], band))
    FROM generate_series(0, 20) AS b (band)
    WHERE cardinality(fingerprint) = 64
);

COMMENT ON FUNCTION fingerprint_bands IS
    '21 hashes of three places each: two texts with 60 % in common share one in 994 of 1,000 cases, '
    'two with 20 % in 155';

CREATE INDEX revisions_bands ON revisions USING gin (fingerprint_bands(fingerprint));

CREATE FUNCTION fingerprint_similarity(one bigint[], other bigint[]) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT count(*) FILTER (WHERE p.a = p.b) / 64.0 FROM unnest(one, other) AS p (a, b)
);

-- The earliest article that this one is nearly a copy of. It is earlier by (time, id), whatever came
-- first here, and so the same in any order of arrival.
CREATE FUNCTION copied_from(article uuid) RETURNS uuid
LANGUAGE sql STABLE
RETURN (
    SELECT o.article_id
    FROM current_articles AS a
    INNER JOIN revisions AS r ON r.article_id = a.article_id AND r.revision = a.revision
    INNER JOIN revisions AS s
        ON
            fingerprint_bands(s.fingerprint) && fingerprint_bands(r.fingerprint)
            AND s.article_id <> r.article_id
    INNER JOIN current_articles AS o ON o.article_id = s.article_id AND o.revision = s.revision
    WHERE
        a.article_id = copied_from.article
        AND fingerprint_similarity(r.fingerprint, s.fingerprint) >= 0.6
        AND (coalesce(o.published_at, s.first_seen_at), o.article_id)
        < (coalesce(a.published_at, r.first_seen_at), a.article_id)
    ORDER BY coalesce(o.published_at, s.first_seen_at), o.article_id
    LIMIT 1
);

COMMENT ON FUNCTION copied_from IS
    'the earliest article with at least 60 % of its text in common, null if there is none earlier';

CREATE FUNCTION original_of(article uuid) RETURNS uuid
LANGUAGE sql STABLE
RETURN (
    WITH RECURSIVE chain (article_id, step) AS (
        SELECT original_of.article, 0
        UNION ALL
        SELECT copied_from(c.article_id), c.step + 1
        FROM chain AS c
        WHERE c.article_id IS NOT NULL
    )

    SELECT c.article_id FROM chain AS c WHERE c.article_id IS NOT NULL ORDER BY c.step DESC LIMIT 1
);

COMMENT ON FUNCTION original_of IS
    'follows copied_from to its end: the earliest of a cluster of near-duplicates, or itself';

CREATE VIEW duplicates AS
SELECT
    m.original,
    m.article_id,
    m.place,
    m.outlet,
    m.url,
    m.title,
    m.at
FROM (
    SELECT
        o.original,
        a.article_id,
        row_number() OVER w AS place,
        count(*) OVER (PARTITION BY o.original) AS members,
        a.outlet,
        a.url,
        a.title,
        coalesce(a.published_at, r.first_seen_at) AS at
    FROM current_articles AS a
    INNER JOIN revisions AS r ON r.article_id = a.article_id AND r.revision = a.revision
    CROSS JOIN LATERAL (SELECT original_of(a.article_id) AS original) AS o
    WINDOW w AS (
        PARTITION BY o.original
        ORDER BY coalesce(a.published_at, r.first_seen_at), a.article_id
    )
) AS m
WHERE m.members > 1;

COMMENT ON VIEW duplicates IS
    'Articles whose text is nearly that of another one (agency copies): one row each, the earliest '
    'of a cluster first. To ask about one article, original_of(article_id) is quicker.';
COMMENT ON COLUMN duplicates.original IS 'article_id of the earliest of the cluster: its name';
COMMENT ON COLUMN duplicates.article_id IS 'the article, the original among them';
COMMENT ON COLUMN duplicates.place IS '1 is the original';
COMMENT ON COLUMN duplicates.outlet IS 'who published it';
COMMENT ON COLUMN duplicates.url IS 'where it can be read';
COMMENT ON COLUMN duplicates.title IS 'its headline';
COMMENT ON COLUMN duplicates.at IS 'when it was published, or else first seen';

-- Comparing two claims ----------------------------------------------------------------------------

CREATE FUNCTION shared(one text[], other text[]) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT count(*)::integer FROM unnest(one) AS u (k) WHERE k = ANY (other));

CREATE FUNCTION is_either_left_out(one text[], other text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN one = '{}' OR other = '{}' OR one && other;

-- Where both name something, one names all that the other does, or the rest stands in the other's
-- setting. Where one names nothing, the setting of its article has to.
CREATE FUNCTION names_agree(one text[], one_scene text[], other text[], other_scene text[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN one <> '{}' AND other <> '{}' THEN
        one <@ other OR other <@ one
        OR (one && other AND one <@ (other || other_scene) AND other <@ (one || one_scene))
    WHEN one <> '{}' THEN one && other_scene AND 2 * shared(one, other_scene) >= cardinality(one)
    WHEN other <> '{}' THEN other && one_scene AND 2 * shared(other, one_scene) >= cardinality(other)
    ELSE one_scene && other_scene OR one_scene || other_scene = '{}'
END;

-- By how many words two quantities with one key agree. Of what is counted these are in the key. Of a
-- measure it is the unit, and the words of one claim that are all in the other: „der Bau des
-- Theaters“ and „der Bau der Halle“ are two.
CREATE FUNCTION agreement(key text, one current_claims, other current_claims) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN key = '' THEN 0
    WHEN key NOT LIKE '=%' THEN CASE WHEN key LIKE '% %' THEN 2 ELSE 1 END
    WHEN one.about <@ (other.about || one.names) AND other.about <@ (one.about || other.names)
        THEN 1 + cardinality(one.about) - cardinality(one.names)
    WHEN one.about <@ (other.about || one.names) AND cardinality(one.about) - cardinality(one.names) > 1
        THEN 1 + cardinality(one.about) - cardinality(one.names)
    WHEN other.about <@ (one.about || other.names)
        AND cardinality(other.about) - cardinality(other.names) > 1
        THEN 1 + cardinality(other.about) - cardinality(other.names)
    ELSE 0
END;

-- Where a counted noun is from („armenische Soldaten“) must not differ.
CREATE FUNCTION origins_agree(one jsonb, other jsonb, names text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN one -> 'counts' = other -> 'counts' OR is_either_left_out(
    ARRAY(SELECT k FROM jsonb_array_elements_text(one -> 'counts') AS u (k) WHERE k = ANY (names)),
    ARRAY(SELECT k FROM jsonb_array_elements_text(other -> 'counts') AS u (k) WHERE k = ANY (names))
);

-- Words of claim and setting that both have, beside what is counted.
CREATE FUNCTION words_beside(one current_claims, other current_claims, key text)
RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT count(DISTINCT k)
    FROM unnest(one.about || one.setting) AS u (k)
    WHERE
        k = ANY (other.about || other.setting)
        AND NOT k = ANY (one.names || one.scene)
        AND NOT k = ANY (string_to_array(split_part(key, '|', 1), ' '))
        AND NOT (key LIKE '=%' AND k = ANY (one.about) AND k = ANY (other.about))
);

-- A town sees more than one accident in a week, and „zwei Abgeordnete“ are some. So beside what is
-- counted (`key`; `agreed`: by how many words) claims of two articles have other words in common: two
-- if only the noun agrees, one if its fate does, none if three words and the unit do, or where both
-- name the place and a noun with its fate is counted that is no person. Within an article two numbers
-- are about one thing only if somebody else than its author says both.
CREATE FUNCTION scenes_agree(
    one current_claims, other current_claims, key text, agreed integer
) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN one.article_id = other.article_id THEN
        one.attribution <> 'author' AND other.attribution <> 'author'
        AND (key IS NULL OR agreed > 1)
    WHEN key IS NULL OR agreed > 3 THEN TRUE
    WHEN agreed = 1 THEN one.names && other.names AND words_beside(one, other, key) > 1
    WHEN one.names && other.names AND (key LIKE '=%' OR key NOT LIKE 'mensch %') THEN TRUE
    ELSE words_beside(one, other, key) > 0
END;

CREATE FUNCTION days_before(instant timestamptz) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(
    SELECT to_char(instant AT TIME ZONE 'UTC' - d * interval '1 day', 'YYYY-MM-DD')
    FROM generate_series(-1, 7) AS g (d)
);

-- A date is the same as the month it lies in, a month not the same as its year. A claim without a
-- date is about the days around it.
CREATE FUNCTION times_agree(
    one jsonb, one_claimed_at timestamptz, other jsonb, other_claimed_at timestamptz
) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT
        t.one IS NULL AND t.other IS NULL
        OR EXISTS (
            SELECT FROM
                unnest(coalesce(t.one, days_before(one_claimed_at))) AS a (value),
                unnest(coalesce(t.other, days_before(other_claimed_at))) AS b (value)
            WHERE
                a.value = b.value
                OR (length(b.value) > 4 AND starts_with(a.value, b.value))
                OR (length(a.value) > 4 AND starts_with(b.value, a.value))
        )
    FROM (
        SELECT
            (
                SELECT array_agg(e ->> 'value') FILTER (WHERE e ->> 'value' IS NOT NULL)
                FROM jsonb_array_elements(one) AS j (e)
            ) AS one,
            (
                SELECT array_agg(e ->> 'value') FILTER (WHERE e ->> 'value' IS NOT NULL)
                FROM jsonb_array_elements(other) AS j (e)
            ) AS other
    ) AS t
);

-- „Ein Sprecher der Polizei“, „Polizeiangaben“ and „die Polizei in Köln“ are one claimant: they
-- share a word that names somebody. Where it says of which place or country, that must not differ.
CREATE FUNCTION claimant_text(claimant jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN concat_ws(' ', claimant ->> 'name', claimant ->> 'role', claimant ->> 'mention');

CREATE FUNCTION claimant_words(claimant jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(
    SELECT w.word
    FROM (
        SELECT
            lower(regexp_replace(
                m.found[1], '(s?sprecher(in|innen|s)?|angaben?|bericht(en|s)?|mitteilung)$', ''
            )) AS word
        FROM
            regexp_matches(
                regexp_replace(
                    claimant_text(claimant), '\m(in|im|aus|bei) [A-ZÄÖÜ][[:alpha:]äöüß-]+', '', 'g'
                ),
                '([A-ZÄÖÜ][[:alpha:]äöüß]+)', 'g'
            ) AS m (found)
    ) AS w
    WHERE
        length(w.word) > 2
        AND w.word NOT IN (
            'der', 'die', 'das', 'den', 'dem', 'des', 'ein', 'eine', 'einer', 'einem', 'herr',
            'frau', 'sprecher', 'sprecherin', 'angaben', 'nach', 'laut', 'wie', 'auch', 'sie'
        )
);

CREATE FUNCTION claimant_places(claimant jsonb) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(
    SELECT coalesce(m.found[1], m.found[2])
    FROM
        regexp_matches(
            claimant_text(claimant),
            '\m(?:in|im|aus|bei) ([A-ZÄÖÜ][[:alpha:]äöüß-]+)|\m([[:alpha:]äöüß]+isch)e?[nrsm]?\M', 'g'
        ) AS m (found)
);

-- Two persons with full names are told by these. Without any claimant it is the outlet that says so.
CREATE FUNCTION is_same_claimant(one current_claims, other current_claims) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN one.claimant IS NULL AND other.claimant IS NULL
        THEN one.attribution = 'author' AND other.attribution = 'author'
        AND one.outlet = other.outlet
    WHEN one.claimant IS NULL OR other.claimant IS NULL THEN FALSE
    WHEN one.claimant_is_person AND other.claimant_is_person
        THEN one.claimant_name = other.claimant_name
    ELSE
        claimant_words(one.claimant) && claimant_words(other.claimant)
        AND is_either_left_out(claimant_places(one.claimant), claimant_places(other.claimant))
END;

-- Who says that something happened in Kursk contradicts who denies that it happened anywhere; who
-- says that it happened does not contradict who denies that it happened in Kursk.
--
-- Names must come in the same order: who attacked whom is in no key.
CREATE FUNCTION is_denied_by(asserted current_claims, denied current_claims) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN
    asserted.polarity = 'positive'
    AND denied.polarity = 'negative'
    AND asserted.certainty IN ('certain', 'probable')
    AND cardinality(denied.about) >= 2
    AND cardinality(denied.about) > cardinality(denied.names)
    AND denied.about <@ (asserted.about || denied.names)
    AND denied.names <@ (asserted.names || asserted.scene)
    AND NOT denied.signals @> ARRAY['denial', 'negation']
    AND ARRAY(SELECT k FROM unnest(asserted.names) AS u (k) WHERE k = ANY (denied.names))
    = ARRAY(SELECT k FROM unnest(denied.names) AS u (k) WHERE k = ANY (asserted.names));

-- A later count of the dead replaces an earlier, lower one.
CREATE FUNCTION is_replaced(
    one current_claims, one_low float8, other current_claims, other_low float8
) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN
    'running_count' = ANY (one.signals || other.signals)
    AND one.article_id <> other.article_id
    AND CASE
        WHEN other.claimed_at - one.claimed_at >= interval '1 hour' THEN other_low > one_low
        WHEN one.claimed_at - other.claimed_at >= interval '1 hour' THEN one_low > other_low
        ELSE FALSE
    END;

-- Finding partners --------------------------------------------------------------------------------

-- A key is (hash, kind, week): counted things (0) meet their like, what is asserted (1) meets what
-- is denied (2), in the same week and the two beside it.
CREATE FUNCTION partner_keys(matching bigint[]) RETURNS bigint[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY(
    SELECT
        ((k.hash << 2 | CASE k.kind WHEN 1 THEN 2 WHEN 2 THEN 1 ELSE k.kind END) << 14)
        | (k.week + w.step)
    FROM (
        SELECT
            m.key >> 16 AS hash,
            (m.key >> 14) & 3 AS kind,
            m.key & 16383 AS week
        FROM unnest(matching) AS m (key)
    ) AS k
    CROSS JOIN generate_series(-1, 1) AS w (step)
    WHERE k.week + w.step BETWEEN 0 AND 16383
);

-- Where hundreds of claims in a fortnight have a key, the 200 nearest in time are looked at, so that a
-- frequent name costs no more than that. What is cheap to see comes first.
CREATE FUNCTION claim_partners(claim uuid)
RETURNS TABLE (
    partner uuid,
    type text,
    status text,
    quantity jsonb,
    partner_quantity jsonb
)
LANGUAGE plpgsql STABLE
COST 100000 -- so that nobody plans to ask more often than once for a claim
ROWS 2
AS $$
DECLARE
    own current_claims;
    keys bigint[];
BEGIN
    SELECT c.* INTO own FROM current_claims AS c WHERE c.id = claim;
    IF NOT found OR own.matching = '{}' THEN
        RETURN;
    END IF;
    keys := partner_keys(own.matching);
    RETURN QUERY
    WITH near AS MATERIALIZED (
        SELECT
            c AS it,
            q.key,
            q.mine,
            q.theirs,
            coalesce(q.is_apart, TRUE) AS is_apart
        FROM current_claims AS c
        LEFT JOIN LATERAL (
            SELECT
                a.key,
                a.place AS mine,
                b.place AS theirs,
                a.low > b.high OR b.low > a.high AS is_apart
            FROM
                unnest(own.counted, own.amounts, own.lows, own.highs) WITH ORDINALITY
                AS a (key, amount, low, high, place)
            INNER JOIN
                unnest(c.counted, c.amounts, c.lows, c.highs) WITH ORDINALITY
                AS b (key, amount, low, high, place)
                ON a.key = b.key
            WHERE
                a.key <> ''
                AND own.polarity = 'positive' AND c.polarity = 'positive'
                AND (
                    a.amount IS DISTINCT FROM b.amount
                    OR (a.amount IS NULL AND (a.low, a.high) <> (b.low, b.high))
                )
            ORDER BY a.low > b.high OR b.low > a.high DESC, a.place, b.place
            LIMIT 1
        ) AS q ON TRUE
        WHERE
            c.matching && keys
            AND c.id <> own.id
            -- not as a bound on claimed_at: its index would be read for two weeks of all claims
            AND c.claimed_at - own.claimed_at BETWEEN - interval '7 days' AND interval '7 days'
            AND (q.key IS NOT NULL OR own.polarity <> c.polarity)
            AND names_agree(own.names, own.scene, c.names, c.scene)
        ORDER BY abs(extract(EPOCH FROM c.claimed_at - own.claimed_at)), c.id
        LIMIT 200
    ),
    related AS (
        SELECT
            n.it,
            'quantity_conflict' AS type,
            own.quantities -> (n.mine - 1)::integer AS one,
            (n.it).quantities -> (n.theirs - 1)::integer AS other,
            n.is_apart,
            is_replaced(own, own.lows[n.mine], n.it, (n.it).lows[n.theirs]) AS rises
        FROM near AS n
        WHERE
            n.key IS NOT NULL
            AND agreement(n.key, own, n.it) > 0
            AND scenes_agree(own, n.it, n.key, agreement(n.key, own, n.it))
        UNION ALL
        SELECT
            n.it,
            'contradicts' AS type,
            NULL::jsonb AS one,
            NULL::jsonb AS other,
            TRUE AS is_apart,
            is_replaced(
                own, (own.polarity = 'positive')::integer,
                n.it, ((n.it).polarity = 'positive')::integer
            ) AS rises
        FROM near AS n
        WHERE
            own.polarity <> (n.it).polarity
            AND (is_denied_by(own, n.it) OR is_denied_by(n.it, own))
            AND scenes_agree(own, n.it, NULL, NULL)
    ),
    judged AS (
        SELECT
            r.*,
            is_same_claimant(own, r.it) AS is_same
        FROM related AS r
        WHERE
            times_agree(own.times, own.claimed_at, (r.it).times, (r.it).claimed_at)
            AND (r.one IS NULL OR origins_agree(r.one, r.other, own.names || (r.it).names))
            -- a conflict has two parties: where nobody is named on either side, there may be one
            AND NOT (
                own.claimant IS NULL AND (r.it).claimant IS NULL
                AND r.one IS NOT NULL AND r.is_apart AND NOT r.rises
            )
    )

    SELECT
        (j.it).id,
        j.type,
        CASE
            WHEN j.is_same OR j.rises THEN 'update'
            WHEN NOT j.is_apart THEN 'differs'
            WHEN j.type = 'contradicts' AND 'denial' = ANY (own.signals || (j.it).signals) THEN 'denial'
            ELSE 'conflict'
        END,
        j.one,
        j.other
    FROM judged AS j
    -- two numbers of one voice in one article are about two things
    WHERE NOT (own.article_id = (j.it).article_id AND j.is_same)
    ORDER BY (j.it).claimed_at, (j.it).id;
END
$$;

COMMENT ON FUNCTION claim_partners IS
    'Claims about the same thing within 7 days that say something else: contradicts or '
    'quantity_conflict; status: conflict, denial, update or differs';

-- Who says the same against a claim, seen from it: outlets, near-duplicates as one, and the first.
CREATE FUNCTION opponents(claim uuid, of_type text, of_status text, of_quantity jsonb)
RETURNS TABLE (first uuid, outlets bigint)
LANGUAGE sql STABLE
COST 200000
ROWS 1
AS $$
    SELECT
        (array_agg(c.id ORDER BY c.claimed_at, c.id))[1],
        count(DISTINCT o.outlet)
    FROM claim_partners(claim) AS p
    INNER JOIN current_claims AS c ON c.id = p.partner
    INNER JOIN articles AS o ON o.article_id = original_of(c.article_id)
    WHERE
        p.type = of_type
        AND p.status = of_status
        AND (of_quantity IS NULL OR p.partner_quantity - 'surface' - 'spans' = of_quantity - 'surface' - 'spans')
$$;

COMMENT ON FUNCTION opponents IS
    'of the partners of a claim those with one type, status and number: the first, and how many outlets';

CREATE VIEW contested_claims AS
SELECT
    p.type,
    p.status,
    a.id,
    a.article_id,
    a.claimed_at,
    f.outlets,
    a.outlet,
    a.url,
    a.claimant_name,
    a.claimant ->> 'mention' AS claimant_mention,
    a.claimant_role,
    a.attribution,
    a.polarity,
    a.certainty,
    a.text,
    p.quantity,
    b.id AS partner_id,
    b.article_id AS partner_article_id,
    b.claimed_at AS partner_claimed_at,
    g.outlets AS partner_outlets,
    b.outlet AS partner_outlet,
    b.url AS partner_url,
    b.claimant_name AS partner_claimant_name,
    b.claimant ->> 'mention' AS partner_claimant_mention,
    b.claimant_role AS partner_claimant_role,
    b.attribution AS partner_attribution,
    b.polarity AS partner_polarity,
    b.certainty AS partner_certainty,
    b.text AS partner_text,
    p.partner_quantity,
    ARRAY(
        SELECT k FROM unnest(a.about) WITH ORDINALITY AS u (k, place)
        WHERE k = ANY (b.about)
        ORDER BY place
    ) AS about
FROM current_claims AS a
CROSS JOIN LATERAL claim_partners(a.id) AS p
-- Each claim is asked for its partners once. Without the fence (OFFSET 0) a planner that takes the tables
-- for small pairs every claim with every other one first, and asks for each pair.
CROSS JOIN LATERAL (SELECT c.* FROM current_claims AS c WHERE c.id = p.partner OFFSET 0) AS b
CROSS JOIN LATERAL opponents(b.id, p.type, p.status, p.quantity) AS f
CROSS JOIN LATERAL opponents(a.id, p.type, p.status, p.partner_quantity) AS g
WHERE
    (a.claimed_at, a.id) < (b.claimed_at, b.id)
    AND f.first = a.id
    AND g.first = b.id;

COMMENT ON VIEW contested_claims IS
    'Pairs of claims about the same thing that differ in polarity or number, the earlier one first. '
    'What several outlets say alike is one row, with the first of them. Ask with a bound on '
    'claimed_at: each claim there is looked up by itself.';
COMMENT ON COLUMN contested_claims.type IS
    'contradicts (opposite polarity) or quantity_conflict (other numbers)';
COMMENT ON COLUMN contested_claims.status IS
    'conflict: both cannot hold; denial: one denies what the other asserts; update: the same claimant again, or a later count that replaces an earlier one; differs: bounds or roundings that could both hold';
COMMENT ON COLUMN contested_claims.about IS 'concept keys that both have';
COMMENT ON COLUMN contested_claims.id IS 'the earlier claim';
COMMENT ON COLUMN contested_claims.partner_id IS 'the later claim';
COMMENT ON COLUMN contested_claims.article_id IS 'its article';
COMMENT ON COLUMN contested_claims.partner_article_id IS 'its article';
COMMENT ON COLUMN contested_claims.claimed_at IS 'since when: its article was published, or else fetched';
COMMENT ON COLUMN contested_claims.partner_claimed_at IS 'since when: its article was published, or else fetched';
COMMENT ON COLUMN contested_claims.outlets IS 'how many outlets say so, near-duplicate articles counted once';
COMMENT ON COLUMN contested_claims.partner_outlets IS 'how many outlets say so, near-duplicate articles counted once';
COMMENT ON COLUMN contested_claims.outlet IS 'who published it';
COMMENT ON COLUMN contested_claims.partner_outlet IS 'who published it';
COMMENT ON COLUMN contested_claims.url IS 'where it can be read';
COMMENT ON COLUMN contested_claims.partner_url IS 'where it can be read';
COMMENT ON COLUMN contested_claims.claimant_name IS 'who vouches for it; null where nobody could be named';
COMMENT ON COLUMN contested_claims.partner_claimant_name IS 'who vouches for it; null where nobody could be named';
COMMENT ON COLUMN contested_claims.claimant_mention IS 'the words that name the claimant; null where nobody is named';
COMMENT ON COLUMN contested_claims.partner_claimant_mention IS 'the words that name the claimant; null where nobody is named';
COMMENT ON COLUMN contested_claims.claimant_role IS 'the claimant''s role';
COMMENT ON COLUMN contested_claims.partner_claimant_role IS 'the claimant''s role';
COMMENT ON COLUMN contested_claims.attribution IS 'author, attributed or hearsay';
COMMENT ON COLUMN contested_claims.partner_attribution IS 'author, attributed or hearsay';
COMMENT ON COLUMN contested_claims.polarity IS 'positive or negative';
COMMENT ON COLUMN contested_claims.partner_polarity IS 'positive or negative';
COMMENT ON COLUMN contested_claims.certainty IS 'of the claimant: certain, probable, possible or underspecified';
COMMENT ON COLUMN contested_claims.partner_certainty IS 'of the claimant: certain, probable, possible or underspecified';
COMMENT ON COLUMN contested_claims.text IS 'its words';
COMMENT ON COLUMN contested_claims.partner_text IS 'its words';
COMMENT ON COLUMN contested_claims.quantity IS 'its number, as in quantities; null where polarities differ';
COMMENT ON COLUMN contested_claims.partner_quantity IS 'its number, as in quantities; null where polarities differ';
