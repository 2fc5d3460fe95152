-- Quotes and claims.
--
-- Spans are int4[][] of {start, end}: exact and small. A multirange would join pieces that touch and
-- drop empty ones, and so lose what the id was derived from; jsonb takes three times the room.
-- `substring(text FROM spans[1][1] + 1 FOR spans[1][2] - spans[1][1])` is the first piece.
-- Parts with spans of their own are jsonb, as the event has them.

CREATE TABLE quotes (
    article_id uuid NOT NULL,
    id uuid NOT NULL,
    revision text COLLATE "C" NOT NULL,
    engine_sequence integer NOT NULL,
    engine_version text NOT NULL,
    fetched_at timestamptz NOT NULL,
    type text COLLATE "C" NOT NULL,
    partial boolean NOT NULL,
    medium text[] NOT NULL,
    text text NOT NULL,
    spans integer[] NOT NULL,
    prefix text NOT NULL,
    suffix text NOT NULL,
    speaker_name text COLLATE "C",
    speaker_is_person boolean NOT NULL,
    speaker_role text,
    speaker_kind text COLLATE "C",
    speaker_resolution text COLLATE "C",
    speaker jsonb,
    cue jsonb,
    frame jsonb,
    addressee jsonb,
    speech_act text COLLATE "C" NOT NULL,
    nested_in uuid,
    rule text COLLATE "C" NOT NULL,
    confidence text COLLATE "C" NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (article_id, id)
) PARTITION BY HASH (article_id);

CREATE INDEX quotes_speaker_name ON quotes (speaker_name) WHERE speaker_name IS NOT NULL;

COMMENT ON TABLE quotes IS
    'What somebody said, as an article renders it: of every revision and as the newest engine that '
    'found it put it. See current_quotes for what holds now.';
COMMENT ON COLUMN quotes.article_id IS 'the article it stands in';
COMMENT ON COLUMN quotes.id IS 'uuid5 of article, revision, type and spans';
COMMENT ON COLUMN quotes.revision IS 'the revision it stands in';
COMMENT ON COLUMN quotes.engine_sequence IS 'the newest engine that found it';
COMMENT ON COLUMN quotes.engine_version IS 'that engine''s version, for people';
COMMENT ON COLUMN quotes.fetched_at IS 'the fetch of the page that this row comes from';
COMMENT ON COLUMN quotes.type IS
    'direct, indirect, reported, free_indirect or indirect_free_indirect';
COMMENT ON COLUMN quotes.partial IS 'only a fragment of what was said is quoted';
COMMENT ON COLUMN quotes.medium IS 'of speech, thought, writing';
COMMENT ON COLUMN quotes.text IS 'its pieces joined by one blank';
COMMENT ON COLUMN quotes.spans IS
    '{{start,end},…}: half-open, in code points of the revision''s text';
COMMENT ON COLUMN quotes.prefix IS 'up to 32 code points before it';
COMMENT ON COLUMN quotes.suffix IS 'up to 32 code points after it';
COMMENT ON COLUMN quotes.speaker_name IS
    'who says it, with single blanks and at most 200 code points; null where nobody could be named';
COMMENT ON COLUMN quotes.speaker_is_person IS
    'the name is the full name of a person, and so means the same one in every article';
COMMENT ON COLUMN quotes.speaker_role IS 'the speaker''s role as the article words it';
COMMENT ON COLUMN quotes.speaker_kind IS 'person, organization, group, document or unknown';
COMMENT ON COLUMN quotes.speaker_resolution IS 'how the words at the quote led to the name';
COMMENT ON COLUMN quotes.speaker IS 'the speaker as in the event, with mention and affiliation';
COMMENT ON COLUMN quotes.cue IS 'the words that announce it: text, lemma, spans, category';
COMMENT ON COLUMN quotes.frame IS 'the clause that introduces it';
COMMENT ON COLUMN quotes.addressee IS 'to whom it is said';
COMMENT ON COLUMN quotes.speech_act IS 'assertion, denial, demand, warning, …';
COMMENT ON COLUMN quotes.nested_in IS 'the quote that this one stands in';
COMMENT ON COLUMN quotes.rule IS 'the rule of the engine that found it';
COMMENT ON COLUMN quotes.confidence IS 'how sure the engine is: high, medium or low';
COMMENT ON COLUMN quotes.stored_at IS 'when this row was first written';

CREATE TABLE claims (
    article_id uuid NOT NULL,
    id uuid NOT NULL,
    revision text COLLATE "C" NOT NULL,
    engine_sequence integer NOT NULL,
    engine_version text NOT NULL,
    fetched_at timestamptz NOT NULL,
    quote_id uuid,
    text text NOT NULL,
    spans integer[] NOT NULL,
    prefix text NOT NULL,
    suffix text NOT NULL,
    claimant_name text COLLATE "C",
    claimant_is_person boolean NOT NULL,
    claimant_role text,
    claimant_kind text COLLATE "C",
    claimant_resolution text COLLATE "C",
    claimant jsonb,
    attribution text COLLATE "C" NOT NULL,
    polarity text COLLATE "C" NOT NULL,
    certainty text COLLATE "C" NOT NULL,
    mood text COLLATE "C" NOT NULL,
    hedges jsonb NOT NULL,
    times jsonb NOT NULL,
    places jsonb NOT NULL,
    quantities jsonb NOT NULL,
    about text[] COLLATE "C" NOT NULL,
    signals text[] COLLATE "C" NOT NULL,
    rule text COLLATE "C" NOT NULL,
    confidence text COLLATE "C" NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (article_id, id)
) PARTITION BY HASH (article_id);

CREATE INDEX claims_claimant_name ON claims (claimant_name) WHERE claimant_name IS NOT NULL;

COMMENT ON TABLE claims IS
    'Propositions that can be checked: of every revision and as the newest engine that found them '
    'put them. See current_claims for what holds now.';
COMMENT ON COLUMN claims.article_id IS 'the article it stands in';
COMMENT ON COLUMN claims.id IS 'uuid5 of article, revision, attribution and spans';
COMMENT ON COLUMN claims.revision IS 'the revision it stands in';
COMMENT ON COLUMN claims.engine_sequence IS 'the newest engine that found it';
COMMENT ON COLUMN claims.engine_version IS 'that engine''s version, for people';
COMMENT ON COLUMN claims.fetched_at IS 'the fetch of the page that this row comes from';
COMMENT ON COLUMN claims.quote_id IS 'the quote it was taken from, in the same article';
COMMENT ON COLUMN claims.text IS 'its pieces joined by one blank';
COMMENT ON COLUMN claims.spans IS
    '{{start,end},…}: half-open, in code points of the revision''s text';
COMMENT ON COLUMN claims.prefix IS 'up to 32 code points before it';
COMMENT ON COLUMN claims.suffix IS 'up to 32 code points after it';
COMMENT ON COLUMN claims.claimant_name IS
    'who vouches for it, with single blanks and at most 200 code points; null where nobody is named';
COMMENT ON COLUMN claims.claimant_is_person IS
    'the name is the full name of a person, and so means the same one in every article';
COMMENT ON COLUMN claims.claimant_role IS 'the claimant''s role as the article words it';
COMMENT ON COLUMN claims.claimant_kind IS 'person, organization, group, document or unknown';
COMMENT ON COLUMN claims.claimant_resolution IS 'how the words at the claim led to the name';
COMMENT ON COLUMN claims.claimant IS 'the claimant as in the event, with mention and affiliation';
COMMENT ON COLUMN claims.attribution IS 'author, attributed or hearsay';
COMMENT ON COLUMN claims.polarity IS 'positive, negative or underspecified';
COMMENT ON COLUMN claims.certainty IS
    'of the claimant: certain, probable, possible or underspecified';
COMMENT ON COLUMN claims.mood IS 'of its finite verb: indicative, konjunktiv1 or konjunktiv2';
COMMENT ON COLUMN claims.hedges IS 'words that weaken it: [{text, spans}]';
COMMENT ON COLUMN claims.times IS 'when: [{text, spans}]';
COMMENT ON COLUMN claims.places IS 'where: [{text, spans}]';
COMMENT ON COLUMN claims.quantities IS
    'its numbers: [{surface, spans, value, min, max, unit, comparator}]';
COMMENT ON COLUMN claims.about IS 'concept keys of what it is about';
COMMENT ON COLUMN claims.signals IS 'why a checker might care';
COMMENT ON COLUMN claims.rule IS 'the rule of the engine that found it';
COMMENT ON COLUMN claims.confidence IS 'how sure the engine is: high, medium or low';
COMMENT ON COLUMN claims.stored_at IS 'when this row was first written';

DO $$
BEGIN
    FOR part IN 0..7 LOOP
        EXECUTE format(
            'CREATE TABLE quotes_%s PARTITION OF quotes '
            'FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
        EXECUTE format(
            'CREATE TABLE claims_%s PARTITION OF claims '
            'FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
    END LOOP;
END
$$;
