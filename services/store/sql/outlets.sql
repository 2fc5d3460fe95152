-- An outlet is in every batch of every store, and ON CONFLICT locks what it meets: so those that
-- need no change are left out before it can meet them.
WITH written AS (
    INSERT INTO outlets AS o (outlet, first_seen_at)
    SELECT
        i.outlet,
        i.first_seen_at
    FROM unnest($1::text[], $2::timestamptz[]) AS i (outlet, first_seen_at)
    WHERE
        NOT EXISTS (
            SELECT FROM outlets AS known
            WHERE known.outlet = i.outlet AND known.first_seen_at <= i.first_seen_at
        )
    ORDER BY i.outlet COLLATE "C"
    ON CONFLICT (outlet) DO UPDATE SET
        first_seen_at = least(o.first_seen_at, excluded.first_seen_at)
    RETURNING o.first_seen_at
)

SELECT count(*) AS written FROM written
