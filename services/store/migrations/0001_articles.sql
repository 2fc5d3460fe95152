-- Articles, their revisions, and what became of pages that gave none.
--
-- Events arrive in any order and more than once, so every column here is merged by a rule that does
-- not care: the newest event wins, the earliest or latest time is kept. There are no foreign keys:
-- a quote may be here before its article.
--
-- What people write (names, URLs, keys) is compared byte by byte (COLLATE "C"): the same on every
-- server, and no index breaks when an operating system changes how it sorts.

CREATE TABLE erasures (
    article_id uuid PRIMARY KEY,
    requested_at timestamptz NOT NULL,
    erased_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE erasures IS
    'Articles erased on request. Whatever arrives of them later is ignored, for ever.';
COMMENT ON COLUMN erasures.article_id IS 'uuid5 of the canonical URL: all that is kept';
COMMENT ON COLUMN erasures.requested_at IS 'when the first request was made, by its event';
COMMENT ON COLUMN erasures.erased_at IS 'when the rows were deleted here';

CREATE TABLE outlets (
    outlet text COLLATE "C" PRIMARY KEY,
    first_seen_at timestamptz NOT NULL
);

COMMENT ON TABLE outlets IS 'Who publishes, by the names that articles carry.';
COMMENT ON COLUMN outlets.outlet IS 'its name, most often a registered domain';
COMMENT ON COLUMN outlets.first_seen_at IS 'when the earliest fetched of its articles was fetched';

CREATE TABLE articles (
    article_id uuid PRIMARY KEY,
    revision text COLLATE "C",
    engine_sequence integer,
    fetched_at timestamptz,
    parse_fetched_at timestamptz,
    withdrawn_at timestamptz,
    url text COLLATE "C",
    outlet text COLLATE "C",
    title text,
    published_at timestamptz,
    language text COLLATE "C",
    stored_at timestamptz NOT NULL DEFAULT now(),
    CHECK (withdrawn_at IS NOT NULL OR revision IS NOT NULL)
);

-- hashed, as a URL may be longer than a B-tree takes
CREATE INDEX articles_url ON articles USING hash (url);
CREATE INDEX articles_fetched_at ON articles (fetched_at);

COMMENT ON TABLE articles IS
    'One row for each article: which revision is current, and its head data copied from there. '
    'Withdrawn ones stay; current_articles leaves them out.';
COMMENT ON COLUMN articles.article_id IS 'uuid5 of the canonical URL';
COMMENT ON COLUMN articles.revision IS
    'the current one: of those parsed, that with the greatest (fetched_at, revision); '
    'null if all that is known is a withdrawal';
COMMENT ON COLUMN articles.engine_sequence IS
    'the newest engine that parsed this revision; its quotes and claims are the current ones';
COMMENT ON COLUMN articles.fetched_at IS 'when the current revision was last seen on the web';
COMMENT ON COLUMN articles.parse_fetched_at IS 'the fetch whose parse the head data comes from';
COMMENT ON COLUMN articles.withdrawn_at IS
    'when the page was last found to be gone; not current unless it was seen again later';
COMMENT ON COLUMN articles.url IS 'where it can be read';
COMMENT ON COLUMN articles.outlet IS 'who published it; see outlets';
COMMENT ON COLUMN articles.title IS 'its headline, if one was found';
COMMENT ON COLUMN articles.published_at IS 'when it was published, as it says';
COMMENT ON COLUMN articles.language IS 'BCP 47';
COMMENT ON COLUMN articles.stored_at IS 'when this row was first written';

CREATE TABLE revisions (
    article_id uuid NOT NULL,
    revision text COLLATE "C" NOT NULL,
    first_seen_at timestamptz NOT NULL,
    fetched_at timestamptz NOT NULL,
    engine_sequence integer,
    engine_version text,
    parse_fetched_at timestamptz,
    url text COLLATE "C",
    outlet text COLLATE "C",
    title text,
    authors text[],
    published_at timestamptz,
    language text COLLATE "C",
    text text,
    truncated boolean,
    fingerprint bigint[],
    extractor text,
    extractor_version text,
    quote_count integer,
    claim_count integer,
    stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (article_id, revision)
) PARTITION BY HASH (article_id);

COMMENT ON TABLE revisions IS
    'Every text that an article has had. A revision that was only heard of by a check '
    '(article.checked before article.parsed) has times and no text yet.';
COMMENT ON COLUMN revisions.article_id IS 'the article';
COMMENT ON COLUMN revisions.revision IS
    'first 16 hex digits of sha256(text); names the text and does not order';
COMMENT ON COLUMN revisions.first_seen_at IS 'the earliest fetch that found this text';
COMMENT ON COLUMN revisions.fetched_at IS 'the latest fetch that found this text';
COMMENT ON COLUMN revisions.engine_sequence IS
    'the newest engine that parsed it; null before any did. All columns below are from that parse';
COMMENT ON COLUMN revisions.engine_version IS 'that engine''s version, for people';
COMMENT ON COLUMN revisions.parse_fetched_at IS
    'the fetch that this parse was made from; of two parses by one engine the later counts';
COMMENT ON COLUMN revisions.url IS 'where it was read';
COMMENT ON COLUMN revisions.outlet IS 'who published it';
COMMENT ON COLUMN revisions.title IS 'its headline, if one was found';
COMMENT ON COLUMN revisions.authors IS 'as the page names them';
COMMENT ON COLUMN revisions.published_at IS 'when it was published, as it says';
COMMENT ON COLUMN revisions.language IS 'BCP 47';
COMMENT ON COLUMN revisions.text IS
    'NFC, newlines as \n; every offset of quotes and claims counts code points of it';
COMMENT ON COLUMN revisions.truncated IS 'whether the text was cut at the limit of 1,000,000';
COMMENT ON COLUMN revisions.fingerprint IS
    'MinHash of 4-word shingles: the share of equal places estimates how alike two texts are';
COMMENT ON COLUMN revisions.extractor IS 'what took the text out of the page';
COMMENT ON COLUMN revisions.extractor_version IS 'its version';
COMMENT ON COLUMN revisions.quote_count IS 'quotes that the engine announced';
COMMENT ON COLUMN revisions.claim_count IS 'claims that the engine announced';
COMMENT ON COLUMN revisions.stored_at IS 'when this row was first written';

CREATE TABLE outcomes (
    article_id uuid NOT NULL,
    outcome text COLLATE "C" NOT NULL,
    reason text COLLATE "C" NOT NULL,
    first_seen_at timestamptz NOT NULL,
    fetched_at timestamptz NOT NULL,
    url text COLLATE "C",
    detail text,
    stored_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (article_id, outcome, reason)
);

CREATE INDEX outcomes_url ON outcomes USING hash (url);

COMMENT ON TABLE outcomes IS
    'What became of pages that gave no article, or no more: one row for each reason, with the first '
    'and the last fetch that met it.';
COMMENT ON COLUMN outcomes.article_id IS 'uuid5 of the canonical URL';
COMMENT ON COLUMN outcomes.outcome IS 'rejected or withdrawn';
COMMENT ON COLUMN outcomes.reason IS 'no_content, paywall, bot_wall, language, gone, …';
COMMENT ON COLUMN outcomes.first_seen_at IS 'the earliest fetch with this outcome';
COMMENT ON COLUMN outcomes.fetched_at IS 'the latest fetch with this outcome';
COMMENT ON COLUMN outcomes.url IS 'the page; null where the event does not carry it';
COMMENT ON COLUMN outcomes.detail IS 'of the latest fetch, for a person';
COMMENT ON COLUMN outcomes.stored_at IS 'when this row was first written';

-- Hash partitions keep each index small enough to stay in memory, and let vacuum and retention work
-- on one part at a time. Their number is for ever, as rows would have to move.
DO $$
BEGIN
    FOR part IN 0..7 LOOP
        EXECUTE format(
            'CREATE TABLE revisions_%s PARTITION OF revisions '
            'FOR VALUES WITH (MODULUS 8, REMAINDER %s)', part, part);
    END LOOP;
END
$$;
