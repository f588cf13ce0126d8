"""What the documented configurations of nginx and Caddy write to their logs."""

import re

from cworks.environment import BASE_DIR
from tests.support.secret_addresses import SECRET, secret_addresses

# With what readers' addresses may have in a query, too.
ADDRESSES = [*secret_addresses(), f"/media/documents/a.pdf?preview={SECRET}"]


def logged_by_nginx(address: str) -> str:
    """Return what $logged_uri is for an address: the value of the first expression that matches."""
    config = (BASE_DIR / "docs/nginx.conf").read_text()
    [rules] = re.findall(r"map \$request_uri \$logged_uri \{(.*?)\n\}", config, re.DOTALL)
    for expression, value in re.findall(r'"~(.*)" "(.*)";', rules):
        if found := re.search(expression.replace("?<", "?P<"), address):
            return re.sub(r"\$(\w+)", lambda name: found[name[1]], value)
    return address


def logged_by_caddy(address: str) -> str:
    config = (BASE_DIR / "deploy/Caddyfile").read_text()
    [(expression, value)] = re.findall(r'request>uri regexp "(.*)" "(.*)"', config)
    return re.sub(expression, value.replace("$1", r"\1"), address)


def test_nginx_logs_no_secret():
    logged = [logged_by_nginx(address) for address in ADDRESSES]

    assert [line for line in logged if SECRET in line] == []
    assert logged_by_nginx("/readers/a1/data/") == "/readers/..."
    assert logged_by_nginx("/blog/readers/?page=2") == "/blog/readers/?page=2"


def test_caddy_logs_no_secret():
    logged = [logged_by_caddy(address) for address in ADDRESSES]

    assert [line for line in logged if SECRET in line] == []
    assert logged_by_caddy("/readers/a1/data/") == "/readers/..."
    assert logged_by_caddy("/blog/?page=2") == "/blog/?page=2"
