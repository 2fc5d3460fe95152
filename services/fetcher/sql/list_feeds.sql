SELECT url, kind, format, parent, reservations, shortest, longest, moved_to, host, origin, state, title,
       next_at, pause, polls, failures, polled_at, arrived_at, last_outcome, last_detail, entries
FROM fetcher.feeds
ORDER BY host, url
