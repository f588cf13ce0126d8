"""Requests per second without a cache, compared with a bare WSGI application on gunicorn."""

import urllib.request

from benchmarks.wrk import check_for_wrk, requests_a_second
from blog.models import Post
from tests.support.site_servers import run_site

PATHS = {
    "front page": "/",
    "post": None,
    "tag page": "/tags/tag-7/",
    "feed": "/feed/",
}
SECONDS = 8
GOAL = 30
# The site without the layer in front of Django, which would render a page once for several readers.
UNCACHED = "cworks.wsgi:without_charset"


def run() -> None:
    check_for_wrk()
    paths = {**PATHS, "post": Post.objects.get(guid="benchmark:100").get_absolute_url()}
    with (
        run_site(UNCACHED, DJANGO_SETTINGS_MODULE="benchmarks.settings") as site,
        run_site("benchmarks.bare:application") as bare,
    ):
        for name, path in paths.items():
            size = len(urllib.request.urlopen(site.address + path).read())
            ours = measure(site.address + path)
            theirs = measure(f"{bare.address}/{size}")
            verdict = "within" if theirs / ours <= GOAL else "OVER"
            print(
                f"{name:12} {size:8,} bytes {ours:8.0f} requests/s, bare WSGI {theirs:8.0f}/s: "
                f"1/{theirs / ours:.1f} ({verdict} 1/{GOAL})"
            )


def measure(address: str) -> float:
    requests_a_second(address, seconds=2, keep=False)  # warm up
    # Each request has its own connection, as from many readers.
    return requests_a_second(address, seconds=SECONDS, keep=False)
