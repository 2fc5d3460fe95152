-- Which numbers are given for a thing, and by whom? Several lines are a reason to ask; -v unit=Lastwagen
SELECT
    number ->> 'unit' AS unit,
    number ->> 'comparator' AS comparator,
    coalesce(number ->> 'value', concat_ws(' to ', number ->> 'min', number ->> 'max')) AS number,
    number ->> 'surface' AS as_written,
    coalesce(c.claimant_name, c.claimant ->> 'mention', c.attribution) AS who,
    c.certainty,
    c.url
FROM current_claims AS c
CROSS JOIN LATERAL jsonb_array_elements(c.quantities) AS number
WHERE number ->> 'unit' ILIKE :'unit' || '%'
ORDER BY unit, coalesce((number ->> 'value')::numeric, (number ->> 'min')::numeric, (number ->> 'max')::numeric);
