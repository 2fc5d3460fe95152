-- The frontier: what is to be fetched, when, and who is at it. Nothing here is needed to read the news.

CREATE TABLE fetcher.hosts (
    host          text PRIMARY KEY,
    due_at        timestamptz,
    next_at       timestamptz,
    latency       real,
    throttles     integer NOT NULL DEFAULT 0,
    throttled_at  timestamptz,
    lease         uuid,
    leased_until  timestamptz
);
CREATE INDEX hosts_due ON fetcher.hosts (due_at) WHERE due_at IS NOT NULL;

COMMENT ON TABLE fetcher.hosts IS 'a registered domain, or a private machine with its port: what one pace and one lease belong to';
COMMENT ON COLUMN fetcher.hosts.due_at IS 'when the earliest of its feeds and entries may be fetched; null when it has none';
COMMENT ON COLUMN fetcher.hosts.next_at IS 'no request before this, whoever makes it';
COMMENT ON COLUMN fetcher.hosts.latency IS 'smoothed seconds of an answer: slow hosts are asked less often';
COMMENT ON COLUMN fetcher.hosts.throttles IS 'how often in a row it told us to slow down, or did not answer at all';
COMMENT ON COLUMN fetcher.hosts.throttled_at IS 'when it last did';
COMMENT ON COLUMN fetcher.hosts.lease IS 'the fetcher that works on it';
COMMENT ON COLUMN fetcher.hosts.leased_until IS 'by the clock of the database; past it, anyone may take over';

CREATE TABLE fetcher.robots (
    origin       text PRIMARY KEY,
    outcome      text NOT NULL,
    body         text NOT NULL,
    expires_at   timestamptz NOT NULL,
    answered_at  timestamptz,
    detail       text NOT NULL DEFAULT ''
);

COMMENT ON TABLE fetcher.robots IS 'robots.txt of an origin, as it was last answered';
COMMENT ON COLUMN fetcher.robots.origin IS 'scheme, host and port';
COMMENT ON COLUMN fetcher.robots.outcome IS 'of the last request';
COMMENT ON COLUMN fetcher.robots.detail IS 'of the outcome, for a person';
COMMENT ON COLUMN fetcher.robots.body IS 'its text; empty where nothing is forbidden or nothing is known';
COMMENT ON COLUMN fetcher.robots.expires_at IS 'when it is to be asked for again';
COMMENT ON COLUMN fetcher.robots.answered_at IS 'when the text was last confirmed; null: never';

CREATE TABLE fetcher.feeds (
    url            text PRIMARY KEY,
    host           text NOT NULL,
    origin         text NOT NULL,
    state          text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'failing', 'paused', 'gone')),
    paused_by      text CHECK (paused_by IN ('user', 'file')),
    title          text,
    added_at       timestamptz NOT NULL,
    next_at        timestamptz NOT NULL,
    pause          interval NOT NULL,
    polls          integer NOT NULL DEFAULT 0,
    failures       integer NOT NULL DEFAULT 0,
    polled_at      timestamptz,
    arrived_at     timestamptz,
    last_outcome   text,
    last_detail    text,
    etag           text,
    last_modified  text,
    body_sha256    text,
    moved_to       text,
    entries        integer NOT NULL DEFAULT 0
);
CREATE INDEX feeds_due ON fetcher.feeds (host, next_at) WHERE state IN ('active', 'failing');

COMMENT ON TABLE fetcher.feeds IS 'a feed that is polled; one that fails slows down and never dies';
COMMENT ON COLUMN fetcher.feeds.origin IS 'user, or file: and the name of the file that lists it';
COMMENT ON COLUMN fetcher.feeds.state IS 'failing is polled more slowly; gone: its server answered 410';
COMMENT ON COLUMN fetcher.feeds.paused_by IS 'user: by hand; file: no longer in the file that listed it';
COMMENT ON COLUMN fetcher.feeds.pause IS 'between polls while nothing fails; adapts to what is new in it';
COMMENT ON COLUMN fetcher.feeds.failures IS 'in a row';
COMMENT ON COLUMN fetcher.feeds.arrived_at IS 'when it last answered well';
COMMENT ON COLUMN fetcher.feeds.last_outcome IS 'of the last poll';
COMMENT ON COLUMN fetcher.feeds.last_detail IS 'the same for a person';
COMMENT ON COLUMN fetcher.feeds.body_sha256 IS 'some feeds send the same ETag for new content, some new ETags for old';
COMMENT ON COLUMN fetcher.feeds.moved_to IS 'where permanent redirects led last; asked first';
COMMENT ON COLUMN fetcher.feeds.entries IS 'new entries found in it since it was added';

CREATE TABLE fetcher.entries (
    id             uuid PRIMARY KEY,
    url            text NOT NULL,
    host           text NOT NULL,
    feed           text,
    title          text,
    published_at   timestamptz,
    author         text,
    tags           text[] NOT NULL DEFAULT '{}',
    found_at       timestamptz NOT NULL,
    next_at        timestamptz,
    outcome        text,
    detail         text,
    status         integer,
    attempts       integer NOT NULL DEFAULT 0,
    fetches        integer NOT NULL DEFAULT 0,
    asked_at       timestamptz,
    fetched_at     timestamptz,
    missing_since  timestamptz,
    etag           text,
    last_modified  text,
    body_sha256    text,
    article_id     uuid,
    canonical_url  text,
    final_url      text
);
CREATE INDEX entries_due ON fetcher.entries (host, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX entries_article ON fetcher.entries (article_id) WHERE article_id IS NOT NULL;

COMMENT ON TABLE fetcher.entries IS 'a page that a feed announced, and what became of it';
COMMENT ON COLUMN fetcher.entries.id IS 'uuid5 of the normalised URL as the feed gave it';
COMMENT ON COLUMN fetcher.entries.next_at IS 'when it is to be fetched (again); null: no more';
COMMENT ON COLUMN fetcher.entries.outcome IS 'of the last request; null: not asked yet';
COMMENT ON COLUMN fetcher.entries.detail IS 'the same for a person';
COMMENT ON COLUMN fetcher.entries.attempts IS 'failures in a row';
COMMENT ON COLUMN fetcher.entries.fetches IS 'times it arrived';
COMMENT ON COLUMN fetcher.entries.asked_at IS 'of the last request, whatever came of it';
COMMENT ON COLUMN fetcher.entries.fetched_at IS 'of the last page that was published; null: none was';
COMMENT ON COLUMN fetcher.entries.missing_since IS 'of the first 404; a second a day later means it is gone';
COMMENT ON COLUMN fetcher.entries.body_sha256 IS 'of the bytes as received';
COMMENT ON COLUMN fetcher.entries.article_id IS 'uuid5 of the canonical URL: the article in every event';
