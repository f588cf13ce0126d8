"""The processor time of pages that aren't in memory, with 20,000 posts, through the whole site."""

import time

from django.test import RequestFactory

from benchmarks.pages import MANY, blog_page, post_path
from benchmarks.posts import make_posts

REQUESTS, ROUNDS = 100, 5
GOAL = 6  # milliseconds


def run() -> None:
    # Importing it starts the site.
    from cworks.wsgi import without_charset

    make_posts(MANY)
    pages = {
        "front page": "/",
        "post": post_path(),
        "tag page": "/tags/tag-7/",
        "page 500": blog_page(500),
        "feed": "/feed/",
    }
    for name, path in pages.items():
        taken = min(milliseconds(without_charset, path) for _ in range(ROUNDS))
        verdict = "within" if taken <= GOAL else "OVER"
        print(f"not in memory, {name:12} {taken:7.2f} ms of a processor ({verdict} {GOAL} ms)")


def milliseconds(application, path: str) -> float:
    """Return the processor time of a request, without that of the database."""
    environ = RequestFactory(headers={"Host": "localhost"}).get(path).environ
    begin = time.thread_time()
    statuses = [request(application, environ) for _ in range(REQUESTS)]
    taken = time.thread_time() - begin
    assert set(statuses) == {"200 OK"}, (path, statuses)
    return taken / REQUESTS * 1000


def request(application, environ: dict) -> str:
    statuses: list[str] = []
    response = application(dict(environ), lambda status, headers: statuses.append(status))
    response.close()
    return statuses[0]
