-- Whoever is there already is neither locked nor written. In the order of the keys, and as the last
-- thing that a transaction writes: so no two stores wait for each other.
INSERT INTO names (id, name, mention)
SELECT
    name_id(i.name, i.mention) AS id,
    i.name,
    i.mention
FROM unnest($1::text[], $2::text[]) AS i (name, mention)
ORDER BY 1
ON CONFLICT (id) DO NOTHING
