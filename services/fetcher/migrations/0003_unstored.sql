-- For the look at what was parsed and never stored: a piece of time, not the whole table.
CREATE INDEX entries_parsed ON fetcher.entries (fetched_at) WHERE became = 'parsed';
