from django.db import connection


def take_lock(name: str) -> None:
    """Take an advisory lock, named by any text, and hold it until the transaction ends.

    For conditions that no single row represents, such as a count, or whether a name is free.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
