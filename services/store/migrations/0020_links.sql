-- Links that open an article at a place in it, as `schemas.links.text_fragment` makes them: for
-- dashboards and for whoever asks with psql.

CREATE FUNCTION percent_encoded(words text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT
        coalesce(
            string_agg(
                CASE
                    WHEN each.sign ~ '^[A-Za-z0-9_.~]$' THEN each.sign
                    ELSE
                        regexp_replace(
                            upper(encode(convert_to(each.sign, 'UTF8'), 'hex')), '(..)', '%\1', 'g'
                        )
                END,
                '' ORDER BY each.place
            ),
            ''
        )
    FROM regexp_split_to_table(words, '') WITH ORDINALITY AS each (sign, place)
);

COMMENT ON FUNCTION percent_encoded(text) IS
    'The words as they may stand in a URL; also „-“ and „,“ are escaped, which separate the parts '
    'of a text fragment.';

CREATE FUNCTION text_fragment(url text, quoted text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (
    SELECT
        CASE
            WHEN url !~ '^https?://' OR cardinality(w.words) = 0 THEN url
            ELSE
                split_part(url, '#', 1)
                || '#' || coalesce(substring(url FROM '#(.*)$'), '')
                || ':~:text='
                || CASE
                    WHEN cardinality(w.words) <= 10
                        THEN percent_encoded(array_to_string(w.words, ' '))
                    ELSE
                        percent_encoded(array_to_string(w.words[:5], ' ')) || ','
                        || percent_encoded(
                            array_to_string(w.words[cardinality(w.words) - 4:], ' ')
                        )
                END
        END
    FROM (
        SELECT
            array_remove(
                regexp_split_to_array(
                    quoted,
                    '[\s\u001c-\u001f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+'
                ),
                ''
            ) AS words
    ) AS w
);

COMMENT ON FUNCTION text_fragment(text, text) IS
    'The URL that opens the page at the quoted words: its first and last five, if they are many.';
