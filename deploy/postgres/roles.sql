-- Runs when the data folder is made; again by hand, it gives the roles the passwords of the files
-- (docs/operations.md, "When it does not start"). The services own the database and are no superuser;
-- dashboards and people read through a role that cannot write.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
\set database_password `cat /run/wortlaut/database_password`
\set reader_password `cat /run/wortlaut/reader_password`

SELECT format('CREATE ROLE %I LOGIN', name)
FROM unnest(ARRAY['wortlaut', 'wortlaut_reader']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

ALTER ROLE wortlaut PASSWORD :'database_password';
ALTER DATABASE wortlaut OWNER TO wortlaut;

ALTER ROLE wortlaut_reader PASSWORD :'reader_password' CONNECTION LIMIT 20;
ALTER ROLE wortlaut_reader SET default_transaction_read_only = on;
ALTER ROLE wortlaut_reader SET statement_timeout = '15s';
ALTER ROLE wortlaut_reader SET idle_in_transaction_session_timeout = '60s';
GRANT pg_read_all_data TO wortlaut_reader;

-- The superuser keeps the container's own socket (docker compose exec), and nothing over the network.
ALTER ROLE CURRENT_USER PASSWORD NULL;
