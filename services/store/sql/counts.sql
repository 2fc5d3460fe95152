SELECT
    (SELECT count(*) FROM articles) AS articles,
    (SELECT count(*) FROM revisions) AS revisions,
    (SELECT count(*) FROM quotes) AS quotes,
    (SELECT count(*) FROM claims) AS claims,
    (SELECT count(*) FROM outcomes) AS outcomes,
    (SELECT count(*) FROM outlets) AS outlets,
    (SELECT count(*) FROM people) AS people,
    (SELECT count(*) FROM erasures) AS erasures,
    (SELECT count(*) FROM current_articles) AS current_articles,
    (SELECT count(*) FROM current_quotes) AS current_quotes,
    (SELECT count(*) FROM current_claims) AS current_claims
