-- What keeps questions about one thing, or about the last days, as quick among many articles as among
-- few.

-- By the first letters of an id too, as `wortlaut show` asks: a hash knows only the whole one.
DROP INDEX claims_id;
CREATE INDEX claims_id ON claims (id);
CREATE INDEX quotes_id ON quotes (id);

-- The newest first, by the date that searches and lists show.
CREATE INDEX articles_at ON articles ((coalesce(published_at, fetched_at)));

-- What one outlet says, newest first: for a reader, and for retention by outlet.
CREATE INDEX articles_outlet ON articles (outlet, fetched_at);

-- Dashboards ask for the last days. Rows come nearly in the order of time, so a few bytes for each
-- 16 pages tell where those days are, and cost a write nothing.
CREATE INDEX quotes_fetched_at ON quotes
USING brin (fetched_at) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX claims_fetched_at ON claims
USING brin (fetched_at) WITH (pages_per_range = 16, autosummarize = on);
