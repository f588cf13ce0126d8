import pytest
from django.db import connection

from tests.content.editors import Editor
from tests.content.web_servers import run_website


@pytest.fixture
def empty_queue(db):
    # Django does not empty the queue's tables after a test with real transactions.
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


@pytest.fixture(scope="session")
def _one_website():
    with run_website() as website:
        yield website


@pytest.fixture
def website(_one_website):
    """A web server of others, which does what a test says."""
    _one_website.pages.clear()
    _one_website.requests.clear()
    _one_website.headers.clear()
    return _one_website


@pytest.fixture
def ruth(db) -> Editor:
    return Editor("Ruth Okonjo-Lind")


@pytest.fixture
def ben(db) -> Editor:
    return Editor("Ben Ito")
