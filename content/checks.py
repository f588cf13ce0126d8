"""What the database must be able to do, checked by `migrate` and `check --database default`."""

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

CREATE = "Create it with CREATE DATABASE … TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'."


@register(Tags.database)
def check_encoding_and_locale(*, databases=None, **kwargs) -> list[CheckMessage]:
    return [
        message
        for alias in databases or []
        if connections[alias].vendor == "postgresql"
        for message in problems_of(connections[alias])
    ]


def problems_of(connection) -> list[CheckMessage]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding')")
        [encoding] = cursor.fetchone()
        if encoding != "UTF8":
            return [
                Error(
                    f"The database’s encoding is {encoding}, in which search can’t work.",
                    hint=CREATE,
                    id="content.E001",
                )
            ]
        cursor.execute("SELECT upper('é') = 'É'")
        [knows_case] = cursor.fetchone()
    if knows_case:
        return []
    return [
        Warning(
            "The database’s locale knows capital letters in English only: to the staff’s filters "
            "and to search, É and é or Д and д differ.",
            hint=CREATE,
            id="content.W001",
        )
    ]
