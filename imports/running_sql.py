"""Whether an import is running, which only PostgreSQL’s list of locks says."""

# A lock of a bigint is listed as two halves, of which the first is zero.
IS_RUNNING = """
    SELECT EXISTS (
        SELECT FROM pg_locks
        JOIN pg_database ON pg_database.oid = pg_locks.database
        WHERE datname = current_database()
        AND locktype = 'advisory' AND classid = 0 AND objid = %s AND objsubid = 1
    )
"""
