SELECT article_id, revision, engine_sequence FROM current_articles WHERE article_id = ANY ($1::uuid[])
