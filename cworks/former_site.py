"""Addresses of the WordPress site that no route matches: in its folder, by number, or below others.

WordPress answers below every page (/page/2/, /feed/, /comment-page-2/), and a site can have been in
a folder (/~lab/?p=7, /news/category/policy/).
"""

import re
from collections.abc import Callable
from functools import cache
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from taggit.models import Tag

from blog.models import Post
from content.domains import ascii_url
from content.editing.slugs import first_segments
from content.links.own_pages import view_responds
from content.middleware import NUMBERS
from content.models import Person, Place, Redirect, Topic
from content.moments import start_of_utc_day
from content.texts import clean_line
from cworks.views.former_addresses import address_of, page_address, post_address

OF_ENTRIES = ("p", "page_id", "attachment_id")
LONGEST = 700
# What WordPress answers below any of its pages: a feed, later pages, and other forms of it.
BELOW = re.compile(
    r"/(?:(?P<feed>feed(?:/(?:atom|rss2?|rdf))?)|page/(?P<page>\d{1,6})"
    r"|comment-page-\d{1,6}|trackback|amp|embed|(?P<part>(?<!/\d{4}/)\d{1,3}))/?$"
)
FIRST_YEAR = 1990
ARCHIVE = re.compile(
    r"(?P<folder>(?:/[^/]+){0,3})/(?P<year>(?:19|20)\d\d)"
    r"(?:/(?P<month>\d\d?)(?:/\d\d?)?)?/?"
)
ARCHIVE_BY_NUMBER = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)?(?:\d\d)?")
IN_FOLDER = re.compile(
    r"(?P<folder>(?:/[^/]+){1,3}?)/(?P<what>category|tag|author|location)/(?:[^/]+/)*(?P<slug>[^/]+)/?"
)
TERMS: dict[str, tuple] = {
    "category": (Topic, "content:topic-detail"),
    "tag": (Tag, "content:tag-detail"),
    "author": (Person, "content:person-detail"),
    "location": (Place, "content:place-detail"),
}


class FormerAddressMiddleware:
    """Redirect the old site's other addresses, if this site has no page of its own there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_of_staff = request.path.startswith(reverse("admin:index"))
        if is_of_staff or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        # Before the view: the old site's folder can be the address of a page here, as /blog/?p=7.
        target = find_by_query(request)
        if target is None:
            response = self.get_response(request)
            if response.status_code != 404:
                return response
            target = find_archive_by_query(request)
            if target is None and not NUMBERS & request.GET.keys():
                target = find_below(request)
            if target is None:
                return response
        return HttpResponsePermanentRedirect(ascii_url(target))


def find_by_query(request: HttpRequest) -> str | None:
    """Return where an entry is that the old site named in the query, such as /~lab/?p=7."""
    if not request.GET:
        return None
    folder = folder_of(request.path)
    for name in OF_ENTRIES:
        number = request.GET.get(name, "")
        if re.fullmatch(r"[0-9]{1,18}", number):
            return find_redirect(f"{folder}/?{name}={number}") or find_redirect(
                f"{folder}/?p={number}"
            )
    if request.path == reverse("home"):
        if {"before", "after", "s"} & set(request.GET):
            return None
        return find_archive_by_query(request)
    return None


def find_archive_by_query(request: HttpRequest) -> str | None:
    """Return where the old site's other queries lead: ?cat=3, ?m=201405, ?tag=pace, ?event=fair."""
    if not request.GET:
        return None
    folder = folder_of(request.path)
    query = unquote(request.META.get("QUERY_STRING", ""))
    found = find_redirect(clean_line(f"{folder}/?{query}"))
    if found is not None:
        return found
    if number := request.GET.get("cat"):
        return find_redirect(f"{folder}/?cat={number}")
    if month := ARCHIVE_BY_NUMBER.fullmatch(request.GET.get("m", "")):
        return archive_address(month["year"], month["month"])
    if slug := request.GET.get("tag"):
        return find_term("tag", slug)
    return None


def folder_of(path: str) -> str:
    return path.removesuffix("index.php").rstrip("/")


def find_redirect(path: str) -> str | None:
    return Redirect.objects.target_of(path) if len(path) <= LONGEST else None


def find_below(request: HttpRequest) -> str | None:
    """Return where an address leads of which only the end is WordPress's own."""
    path, is_feed, page = request.path[:LONGEST], "feed" in request.GET, 0
    for is_stripped in (False, True, True):
        target = find_page(path, is_stripped=is_stripped)
        if target is not None:
            return feed_of(target) if is_feed else later_page(target, page)
        below = BELOW.search(path)
        if below is None or (below["part"] and is_own_folder(path)):
            return None
        path = f"{path[: below.start()]}/"
        if below["feed"] and (feed := Redirect.objects.target_of(f"{path}feed/")):
            return feed
        is_feed = is_feed or bool(below["feed"])
        page = int(below["page"] or 0)
    return find_page(path, is_stripped=True)


def find_page(path: str, *, is_stripped: bool) -> str | None:
    """Return where a path of the old site leads. `is_stripped` if something was below it."""
    if path.startswith(reverse("admin:index")):
        return None
    if is_stripped and path == "/":
        return path
    if is_stripped and is_own_page(path):
        return path
    # Below this site's own addresses, nothing of the old site ever was.
    if not is_stripped or not is_own_folder(path):
        target = Redirect.objects.target_of(path)
        if target is not None and (not is_stripped or is_plain_path(target)):
            return target
    if (archive := ARCHIVE.fullmatch(path)) and not is_own_folder(archive["folder"]):
        return archive_address(archive["year"], archive["month"])
    if (term := IN_FOLDER.fullmatch(path)) and not is_own_folder(term["folder"]):
        return find_term(term["what"], term["slug"])
    parts = path.strip("/").split("/")
    if is_stripped and len(parts) == 2 and not is_own_folder(path):
        return post_address(parts[-1])
    return None


def is_plain_path(target: str) -> bool:
    """Whether an address can have a feed and pages below it."""
    return target.startswith("/") and not {"?", "#"} & set(target)


def is_own_page(path: str) -> bool:
    """Whether readers see a page of this site at this path."""
    try:
        # Routes that only redirect, such as the old site's, have no name.
        return resolve(path).url_name is not None and view_responds(path)
    except Resolver404:
        return False


@cache
def own_segments() -> frozenset[str]:
    return frozenset(first_segments())


def is_own_folder(folder: str) -> bool:
    """Whether this site has pages below a folder, so that nothing else can be meant there."""
    first = folder.strip("/").split("/")[0]
    return bool(first) and first in own_segments() - {"blog"}


def archive_address(year: str, month: str | None) -> str | None:
    if not FIRST_YEAR <= int(year) <= start_of_utc_day().year + 1:
        return None
    if month is None:
        return reverse("content:archive-year", args=[int(year)])
    if not 1 <= int(month) <= 12:
        return None
    return reverse("content:archive-month", args=[int(year), int(month)])


def find_term(what: str, slug: str) -> str | None:
    model, url_name = TERMS[what]
    try:
        return address_of(model, url_name, slug)
    except Http404:
        return None


def feed_of(target: str) -> str:
    """Return a page's feed, or if it has none, the page."""
    if not is_plain_path(target):
        return target
    feed = f"{target}feed/"
    try:
        return feed if resolve(feed).url_name is not None else target
    except Resolver404:
        return target


def later_page(target: str, number: int) -> str:
    """Return the address of the page that begins where the old site's page did."""
    for name in ("home", "blog:post-list"):
        if number > 1 and target == reverse(name):
            return page_address(name, Post.objects.published(), number)
    return target
