"""What the doctor asks PostgreSQL. Nothing here reads a table of the site's."""

SERVER = """
SELECT current_setting('server_version_num')::int AS version,
       current_setting('max_connections')::int AS connections,
       current_setting('fsync') = 'on' AS is_durable,
       has_database_privilege(current_database(), 'CREATE') AS may_create,
       has_schema_privilege('public', 'CREATE') AS may_create_tables,
       pg_database_size(current_database()) AS size,
       pg_is_in_recovery() AS is_replica,
       (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS used
"""
EXTENSIONS = "SELECT extname FROM pg_extension"
# What a restored database may have, and an index made with another library no longer agrees with.
COLLATION_VERSIONS = """
SELECT datcollversion, pg_database_collation_actual_version(oid)
FROM pg_database WHERE datname = current_database()
"""
OTHER_OWNERS = """
SELECT count(*) FROM pg_tables
WHERE schemaname = 'public' AND NOT pg_has_role(current_user, tableowner, 'USAGE')
"""
NOW = "SELECT clock_timestamp()"
