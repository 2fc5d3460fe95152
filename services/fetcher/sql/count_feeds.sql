SELECT state, count(*) FROM fetcher.feeds GROUP BY state
