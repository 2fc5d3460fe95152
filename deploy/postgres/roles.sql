-- Runs once, when the data folder is made. The services own the database and are no superuser;
-- dashboards and people read through a role that cannot write.
\set ON_ERROR_STOP on
\set database_password `cat /run/wortlaut/database_password`
\set reader_password `cat /run/wortlaut/reader_password`

CREATE ROLE wortlaut LOGIN PASSWORD :'database_password';
ALTER DATABASE wortlaut OWNER TO wortlaut;

CREATE ROLE wortlaut_reader LOGIN PASSWORD :'reader_password' CONNECTION LIMIT 20;
ALTER ROLE wortlaut_reader SET default_transaction_read_only = on;
ALTER ROLE wortlaut_reader SET statement_timeout = '15s';
ALTER ROLE wortlaut_reader SET idle_in_transaction_session_timeout = '60s';
GRANT pg_read_all_data TO wortlaut_reader;

-- The superuser keeps the container's own socket (docker compose exec), and nothing over the network.
ALTER ROLE CURRENT_USER PASSWORD NULL;
