import pytest
from django.db import connection

from cworks.groups import sync_groups
from events.models import Event
from tests.factories import EventFactory
from tests.support.signing_in import sign_in


@pytest.fixture
def event(db) -> Event:
    return EventFactory(title="The meetup", capacity=2)


@pytest.fixture
def groups(db) -> None:
    sync_groups()


@pytest.fixture
def staff(client, groups):
    """Return a client signed in as event staff."""
    sign_in(client, "Event managers")
    return client


@pytest.fixture
def wide_pool():
    """Enlarge the connection pool so that every thread has its own connection."""
    pool = connection.settings_dict["OPTIONS"]["pool"]
    before = dict(pool)
    connection.close()
    connection.close_pool()
    pool["max_size"] = 40
    yield
    connection.close()
    connection.close_pool()
    pool.clear()
    pool.update(before)
