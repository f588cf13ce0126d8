"""This machine’s clock, compared with the database’s."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from cworks.doctor.database import ask
from cworks.doctor.database_sql import NOW
from cworks.doctor.diagnoses import Diagnosis, ok, problem, warning

NOTICEABLE, HARMFUL = timedelta(seconds=2), timedelta(seconds=30)
ADVICE = "Have both set their clocks over the network: apt-get install systemd-timesyncd."


def examine() -> Iterator[Diagnosis]:
    before = timezone.now()
    [[database]] = ask(NOW)
    after = timezone.now()
    # The database read its clock at some moment between the two.
    difference = max(before - database, database - after, timedelta())
    seconds = f"{difference.total_seconds():.0f} seconds"
    if difference > HARMFUL:
        yield problem(
            f"This machine’s clock and the database’s differ by {seconds}. Scheduled entries "
            "appear, and emails go out, at the wrong time.",
            ADVICE,
        )
    elif difference > NOTICEABLE:
        yield warning(f"This machine’s clock and the database’s differ by {seconds}.", ADVICE)
    else:
        yield ok("This machine’s clock and the database’s agree.")
