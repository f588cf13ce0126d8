"""The addresses that no log may have: those with a token."""

import re

from django.urls import URLResolver, get_resolver

SECRET = "s3cr-3t"


def secret_addresses() -> list[str]:
    """Return an example of every address of the site that has a token in it: SECRET."""
    addresses = [re.sub("<[^>]*token>", SECRET, route) for route in find_secret_routes()]
    return [re.sub("<.*?>", "MQ", address) for address in addresses]


def find_secret_routes(patterns=None, start: str = "/") -> list[str]:
    found = []
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += find_secret_routes(pattern.url_patterns, route)
        elif re.search(r"[:<](token|secret|key|signature)>", route):
            found.append(route)
    return found
