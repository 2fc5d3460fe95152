-- Reading the list locks it against LOCK TABLE until the transaction ends: no article can be erased
-- between this look and the commit.
SELECT article_id FROM erasures WHERE article_id = any($1::uuid[])
