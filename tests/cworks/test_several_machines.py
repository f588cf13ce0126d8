"""Two machines with the site behind the real nginx, of which one loses power."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.factories import PostFactory
from tests.support.nginx_servers import ENVIRONMENT, find_nginx, run_nginx
from tests.support.site_servers import get_test_database_url, run_site

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        find_nginx() is None, reason="nginx is not installed (on Debian: apt install nginx)"
    ),
]


def test_no_reader_notices_that_one_machine_is_gone(tmp_path):
    # nginx asks the site each time for an address with a query that the site doesn't know.
    address = f"{PostFactory().get_absolute_url()}?number="
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": get_test_database_url(),
        "SECRET_KEY": settings.SECRET_KEY,
        "WEB_CONCURRENCY": "1",
        **ENVIRONMENT,
    }

    def run_machine(name: str):
        return run_site(CWORKS_DATA_DIR=str(tmp_path / name), **environment)

    with (
        run_machine("first") as first,
        run_machine("second") as second,
        run_nginx(
            site_port=first.port,
            other_ports=[second.port],
            media_root=Path(settings.MEDIA_ROOT),
            static_root=Path(settings.STATIC_ROOT),
        ) as nginx,
    ):
        before = {nginx.ask(f"{address}{number}").status for number in range(10)}
        first.kill()
        after = {nginx.ask(f"{address}{number}").status for number in range(10, 40)}

    assert (before, after) == ({200}, {200})
