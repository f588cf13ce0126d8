"""The time of a page with 200 posts and with 20,000, and of the blog's pages 1 and 500."""

import statistics
import time

from django.test import Client
from django.urls import reverse

from benchmarks.posts import make_posts
from blog.models import Post
from content import paging

FEW, MANY = 200, 20_000
REQUESTS = 200
GOAL = 1.3


def run() -> None:
    make_posts(FEW)
    with_few = milliseconds(post_path())
    make_posts(MANY)
    with_many = milliseconds(post_path())
    report(f"post page, {FEW} → {MANY:,} posts", with_few, with_many)
    report("blog, page 1 → page 500", milliseconds(blog_page(1)), milliseconds(blog_page(500)))


def post_path() -> str:
    """Return a post in the middle, with neighbors on both sides and everything a post can have."""
    post = Post.objects.get(guid="benchmark:100")
    return post.get_absolute_url()


def blog_page(number: int) -> str:
    if number == 1:
        return reverse("blog:post-list")
    position = (number - 1) * paging.PER_PAGE - 1
    last_before = Post.objects.published().newest_first()[position]
    return f"{reverse('blog:post-list')}?before={paging.key_of(last_before)}"


def milliseconds(path: str) -> float:
    """Return the median time of a request through all of Django."""
    client = Client()
    times = []
    for _ in range(REQUESTS):
        begin = time.perf_counter()
        response = client.get(path)
        times.append(time.perf_counter() - begin)
        assert response.status_code == 200, (path, response.status_code)
    return statistics.median(times) * 1000


def report(what: str, first: float, second: float) -> None:
    ratio = second / first
    verdict = "within" if ratio <= GOAL else "OVER"
    print(f"{what:40} {first:7.2f} ms → {second:7.2f} ms   ratio {ratio:.2f} ({verdict} {GOAL})")
