SELECT
    current_setting('transaction_read_only')::boolean AS is_read_only,
    to_regclass('current_claims') IS NOT NULL AS has_tables
