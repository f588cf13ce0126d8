"""nginx's cache compared with a file of nginx, and how soon an edit is visible through it."""

import random
import re
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path

import brotli
from django.conf import settings
from django.urls import reverse

from benchmarks.turns import measure_in_turns
from blog.models import Post
from tests.support.nginx_servers import (
    ENVIRONMENT,
    Answer,
    NginxServer,
    ask,
    find_nginx,
    run_nginx,
)
from tests.support.site_servers import SiteServer, run_site

CONNECTIONS = 16
ROUNDS = 20
SECONDS = 1
GOAL = 0.9
EDITS = 200
VISIBLE_WITHIN = 1000  # milliseconds
LONGEST = 60  # seconds; only a broken cache takes that long
ACCEPTED = "gzip, deflate, br"
# nginx sets these by itself for a file.
OF_SERVER = {"date", "server", "connection", "content-length", "content-type", "etag"}


def run() -> None:
    if find_nginx() is None or shutil.which("wrk") is None:
        print("The site behind nginx isn't measured: that takes nginx and wrk (apt-get install).")
        return
    post = Post.objects.get(guid="benchmark:100")
    paths = {
        "front page": "/",
        "post": post.get_absolute_url(),
        "listing": reverse("blog:post-list"),
        "feed": "/feed/",
    }
    with (
        tempfile.TemporaryDirectory(prefix="cworks-files-") as folder,
        run_site(DJANGO_SETTINGS_MODULE="benchmarks.settings", **ENVIRONMENT) as site,
    ):
        # The workers of nginx may be another user's.
        Path(folder).chmod(0o755)
        files = "".join(file_of_page(site, path, Path(folder)) for path in paths.values())
        with run_nginx(
            site_port=site.port,
            media_root=Path(settings.MEDIA_ROOT),
            static_root=Path(settings.STATIC_ROOT),
            more=files,
        ) as nginx:
            for name, path in paths.items():
                report_ratio(name, nginx, path)
            report_edits(nginx, post)


def file_of_page(site: SiteServer, path: str, folder: Path) -> str:
    """Store the compressed page as a file, and return a location with the same headers for it."""
    client = HTTPConnection("127.0.0.1", site.port)
    page = ask(client, path, Accept_Encoding=ACCEPTED, X_Forwarded_Proto="https")
    client.close()
    if page.status != 200:
        raise RuntimeError(f"{path} answered {page.status}.")
    file = folder / str(len(list(folder.iterdir())))
    file.write_bytes(page.body)
    headers = "".join(
        'add_header {} "{}";\n'.format(name, value.replace('"', r"\""))
        for name, value in page.headers.items()
        if name.lower() not in OF_SERVER
    )
    return f"""
        location = {path_of_file(path)} {{
            alias {file};
            types {{ }}
            default_type "{page["Content-Type"]}";
            {headers}
        }}
    """


def path_of_file(path: str) -> str:
    # Not with a final slash, which makes nginx look for an index.
    return f"/file-of-page{path.rstrip('/')}.page"


def report_ratio(name: str, nginx: NginxServer, path: str) -> None:
    pairs = measure_in_turns(
        partial(requests_a_second, nginx, path),
        partial(requests_a_second, nginx, path_of_file(path)),
        rounds=ROUNDS,
    )
    cached, file = (statistics.median(each) for each in zip(*pairs, strict=True))
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    verdict = "within" if ratio >= GOAL else "UNDER"
    size = len(nginx.ask(path, Accept_Encoding=ACCEPTED).body)
    print(
        f"behind nginx: {name:10} {size:7,} bytes {cached:8,.0f} requests/s, as a file "
        f"{file:8,.0f}/s: {ratio:.2f} of it ({verdict} {GOAL})"
    )


def requests_a_second(nginx: NginxServer, path: str) -> float:
    command = load(nginx, path, seconds=SECONDS)
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise RuntimeError(f"{path} did not answer every request:\n{output}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])


def load(nginx: NginxServer, path: str, *, seconds: int) -> list[str]:
    accept = ["-H", f"Accept-Encoding: {ACCEPTED}"]
    return ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *accept, nginx.address + path]


@contextmanager
def under_load(nginx: NginxServer, path: str) -> Iterator[None]:
    process = subprocess.Popen(load(nginx, path, seconds=3600), stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def report_edits(nginx: NginxServer, post: Post) -> None:
    path = post.get_absolute_url()
    edits = []
    with under_load(nginx, path):
        for number in range(EDITS):
            # nginx asks again each half second, and an edit is seen as the next one begins.
            time.sleep(random.random())
            edits.append(edit(nginx, post, f"Edited for time {number}"))
    Post.objects.filter(pk=post.pk).update(title=post.title)
    visible, old = zip(*edits, strict=True)
    slowest = max(visible)
    verdict = "within" if slowest < VISIBLE_WITHIN else "OVER"
    print(
        f"behind nginx: {EDITS} edits under load were visible after "
        f"{statistics.median(visible):.0f} ms in the middle, and {slowest:.0f} ms at most "
        f"({verdict} {VISIBLE_WITHIN:,}); the last request answered with an old page was sent "
        f"after {max(old):.0f} ms"
    )


def edit(nginx: NginxServer, post: Post, title: str) -> tuple[float, float]:
    """Change a title, and ask for the page until it has it.

    Return when it had, and when the last request was sent that was answered without it, in
    milliseconds after the commit.
    """
    path, words = post.get_absolute_url(), f"<title>{title} ".encode()
    client = nginx.connect()
    Post.objects.filter(pk=post.pk).update(title=title)
    committed = sent = time.perf_counter()
    old = 0.0
    while words not in text_of(ask(client, path, Accept_Encoding=ACCEPTED)):
        old = sent - committed
        if old > LONGEST:
            raise RuntimeError(f"The new title of {path} is not visible.")
        time.sleep(0.002)
        sent = time.perf_counter()
    client.close()
    return (time.perf_counter() - committed) * 1000, old * 1000


def text_of(answer: Answer) -> bytes:
    if answer["Content-Encoding"] == "br":
        return brotli.decompress(answer.body)
    return answer.body
