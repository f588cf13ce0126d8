"""The database at one moment: its tables, their rows, and what is in them."""

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
EXPORT = "SELECT pg_export_snapshot()"
# As text, a row depends on these.
FORMATS = """
SELECT set_config('TimeZone', 'UTC', false), set_config('DateStyle', 'ISO', false),
       set_config('IntervalStyle', 'postgres', false), set_config('bytea_output', 'hex', false),
       set_config('extra_float_digits', '1', false)
"""
OPTIONS = """
SELECT pg_encoding_to_char(encoding), datcollate, datctype
FROM pg_database WHERE datname = current_database()
"""
END_CONNECTIONS = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = %s AND pid <> pg_backend_pid()
"""


def checksum_sql(table: str) -> str:
    """Return a statement for the number of rows, and a sum that doesn’t depend on their order."""
    return f"""
SELECT count(*), coalesce(sum(('x' || left(md5(rows::text), 16))::bit(64)::bigint), 0)::text
FROM "{table}" rows
"""
