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
    """The browser of someone who runs events."""
    sign_in(client, "Event managers")
    return client


@pytest.fixture
def wide_pool():
    """As many connections as there are threads."""
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
