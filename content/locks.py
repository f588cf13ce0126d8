from django.db import connection


def wait_for_turn(matter: str) -> None:
    """Wait until nobody else is at a matter, which is any words; held until the transaction ends.

    For what no row stands for that could be locked: how many there are, or which name is free.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [matter])
