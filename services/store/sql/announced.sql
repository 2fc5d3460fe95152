-- Quotes and claims that articles announced: as many rows are there once nothing is under way.
SELECT
    coalesce(sum(r.quote_count), 0)::bigint AS quotes,
    coalesce(sum(r.claim_count), 0)::bigint AS claims
FROM revisions AS r
