-- Of rows that went. Nobody may be writing: a store does not write a name again that is there.
DELETE FROM names AS n
USING unnest($1::text[], $2::text[]) AS i (name, mention)
WHERE
    n.id = name_id(i.name, i.mention)
    AND NOT is_named(n.name, n.mention, '{}')
