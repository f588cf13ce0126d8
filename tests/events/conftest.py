import pytest
from django.db import connection

from cworks.groups import sync_groups
from events.models import Event
from tests.blog.test_admin_permissions import sign_in
from tests.content.conftest import ben, empty_queue, ruth
from tests.events.mail_servers import MailServer, run_mail_server
from tests.factories import EventFactory

__all__ = ["ben", "empty_queue", "ruth"]


@pytest.fixture(scope="session")
def _one_mail_server():
    with run_mail_server() as server:
        yield server


@pytest.fixture
def mail_server(_one_mail_server, settings) -> MailServer:
    """A mail server on this machine, to which the site sends, and which does what a test says."""
    _one_mail_server.reset()
    settings.MAILERS = _one_mail_server.mailers
    return _one_mail_server


@pytest.fixture
def event(db) -> Event:
    return EventFactory(title="The meetup", capacity=2)


@pytest.fixture
def groups(db) -> None:
    sync_groups()


@pytest.fixture
def staff(client, groups):
    """The browser of somebody who looks after events."""
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
