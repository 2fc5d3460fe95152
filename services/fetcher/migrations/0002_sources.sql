-- Sources beyond feeds, redirects across hosts, what became of each page, and what was erased.

ALTER TABLE fetcher.feeds
    ADD COLUMN kind text NOT NULL DEFAULT 'feed' CHECK (kind IN ('feed', 'site')),
    ADD COLUMN format text,
    ADD COLUMN parent text,
    ADD COLUMN reservations text NOT NULL DEFAULT 'honour'
        CHECK (reservations IN ('honour', 'ignore')),
    ADD COLUMN shortest interval,
    ADD COLUMN longest interval,
    ADD COLUMN ask_url text,
    ADD COLUMN hops integer NOT NULL DEFAULT 0,
    DROP CONSTRAINT feeds_paused_by_check,
    ADD CONSTRAINT feeds_paused_by_check CHECK (paused_by IN ('user', 'file', 'parent'));
CREATE INDEX feeds_parent ON fetcher.feeds (parent) WHERE parent IS NOT NULL;

COMMENT ON TABLE fetcher.feeds IS
    'a source that is polled: a feed, a sitemap, an index of sitemaps, or a site that is searched for these; one that fails slows down and never dies';
COMMENT ON COLUMN fetcher.feeds.kind IS 'site: a home page that is searched for feeds and sitemaps; feed: everything else';
COMMENT ON COLUMN fetcher.feeds.format IS 'what it was when it was last read: rss, atom, json, sitemap, news_sitemap, sitemap_index, site';
COMMENT ON COLUMN fetcher.feeds.parent IS 'the sitemap index or site that named it; null: added by a person or a file';
COMMENT ON COLUMN fetcher.feeds.origin IS 'user, file: and the name of the file that lists it, or found: and the source that names it';
COMMENT ON COLUMN fetcher.feeds.paused_by IS 'user: by hand; file: no longer in the file that listed it; parent: no longer named by its index';
COMMENT ON COLUMN fetcher.feeds.reservations IS 'ignore: noindex, noai, TDM reservations of its pages are logged and not obeyed';
COMMENT ON COLUMN fetcher.feeds.shortest IS 'bounds of its own for the pause; null: those of the settings';
COMMENT ON COLUMN fetcher.feeds.longest IS 'likewise';
COMMENT ON COLUMN fetcher.feeds.ask_url IS 'where a redirect to another host leads: asked next, in that host''s turn';
COMMENT ON COLUMN fetcher.feeds.hops IS 'redirects between hosts on the way there';

ALTER TABLE fetcher.entries
    ADD COLUMN ask_url text,
    ADD COLUMN hops integer NOT NULL DEFAULT 0,
    ADD COLUMN moved_to text,
    ADD COLUMN first_at timestamptz,
    ADD COLUMN became text CHECK (became IN ('parsed', 'checked', 'rejected', 'withdrawn', 'dead')),
    ADD COLUMN became_why text,
    ADD COLUMN became_at timestamptz,
    ADD COLUMN repairs integer NOT NULL DEFAULT 0;
CREATE INDEX entries_unanswered ON fetcher.entries (fetched_at)
    WHERE fetched_at IS NOT NULL AND (became_at IS NULL OR became_at < fetched_at);

COMMENT ON COLUMN fetcher.entries.ask_url IS 'where a redirect to another host leads: asked next, in that host''s turn';
COMMENT ON COLUMN fetcher.entries.hops IS 'redirects between hosts on the way there';
COMMENT ON COLUMN fetcher.entries.moved_to IS 'where permanent redirects led last; asked first';
COMMENT ON COLUMN fetcher.entries.first_at IS 'when it first arrived: it is fetched again a day and a week later';
COMMENT ON COLUMN fetcher.entries.became IS 'what the parser made of the last page it answered for, or that it is a dead letter';
COMMENT ON COLUMN fetcher.entries.became_why IS 'the same for a person';
COMMENT ON COLUMN fetcher.entries.became_at IS 'fetched_at of that page; older than fetched_at: no answer yet';
COMMENT ON COLUMN fetcher.entries.repairs IS 'times it was fetched again because nothing was heard of it';

CREATE TABLE fetcher.headlines (
    id       uuid NOT NULL,
    seen_at  timestamptz NOT NULL,
    title    text NOT NULL,
    PRIMARY KEY (id, seen_at)
);

COMMENT ON TABLE fetcher.headlines IS 'titles that feeds gave an entry before the one it has now';
COMMENT ON COLUMN fetcher.headlines.id IS 'of the entry';
COMMENT ON COLUMN fetcher.headlines.seen_at IS 'when the title was seen to be replaced';

CREATE TABLE fetcher.reservations (
    origin      text PRIMARY KEY,
    outcome     text NOT NULL,
    body        text NOT NULL,
    expires_at  timestamptz NOT NULL
);

COMMENT ON TABLE fetcher.reservations IS '/.well-known/tdmrep.json of an origin, as it was last answered';
COMMENT ON COLUMN fetcher.reservations.body IS 'its text; empty where there is none';
COMMENT ON COLUMN fetcher.reservations.expires_at IS 'when it is to be asked for again';

CREATE TABLE fetcher.erased (
    id         uuid PRIMARY KEY,
    erased_at  timestamptz NOT NULL
);

COMMENT ON TABLE fetcher.erased IS 'articles and entries erased on request: never fetched, never published again';
COMMENT ON COLUMN fetcher.erased.id IS 'an article_id, or the id of an entry that led to it';
