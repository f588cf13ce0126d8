"""Public pages kept in the memory of each web process, and dropped the moment anything changes.

PostgreSQL announces every commit that changes what readers see (triggers_sql), each process listens
(changes), and a layer around Django answers from what it has kept (layer, pages). See
docs/decisions/page-cache.md.
"""
