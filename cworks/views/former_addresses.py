"""Addresses of the WordPress site that this one replaced. Each has one redirect."""

import re
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe
from taggit.models import Tag

from blog.models import Post
from content import paging
from content.links.own_pages import view_responds
from content.models import Person, Place, Redirect, Sector, Topic
from content.paths import detail_path, is_file_path

FORMER_POSTS_PER_PAGE = 10
FORMER_PAGES = 500
# WordPress made smaller copies of each image: photo-300x200.jpg is one of photo.jpg.
SMALLER_COPY = re.compile(
    r"(?:-scaled)?(?:-\d{1,5}x\d{1,5})?(?=\.(?:jpe?g|png|gif|webp|avif)$)", re.IGNORECASE
)
FEED = re.compile(r"/feed(/(atom|rss2?|rdf))?/?$")


@require_safe
def person(request: HttpRequest, slug: str, **kwargs) -> HttpResponsePermanentRedirect:
    return moved(address_of(Person, "content:person-detail", slug), request)


@require_safe
def place(request: HttpRequest, slug: str, **kwargs) -> HttpResponsePermanentRedirect:
    return moved(address_of(Place, "content:place-detail", slug), request)


@require_safe
def tag(request: HttpRequest, slug: str, **kwargs) -> HttpResponsePermanentRedirect:
    return moved(address_of(Tag, "content:tag-detail", slug), request)


@require_safe
def category(request: HttpRequest, path: str, **kwargs) -> HttpResponsePermanentRedirect:
    """Only the last part of the path matters: the others are the category's parents."""
    slug = path.strip("/").rsplit("/", 1)[-1]
    if slug in (Sector.K12, Sector.HIGHER_EDUCATION):
        return moved(reverse(slug), request)
    if slug == "uncategorized":
        return moved(reverse("blog:post-list"), request)
    return moved(address_of(Topic, "content:topic-detail", slug), request)


def address_of(model, url_name: str, slug: str) -> str:
    """Return the current address of the page that had this slug on the old site."""
    path = detail_path(url_name, slug)
    if model.objects.filter(slug=slug).exists():
        return path
    target = Redirect.objects.target_of(path)
    if target is None:
        raise Http404("No page has ever had this address.")
    return target


@require_safe
def month(request: HttpRequest, year: str, month: str) -> HttpResponsePermanentRedirect:
    """Months had two digits."""
    return moved(reverse("content:archive-month", args=[int(year), int(month)]), request)


@require_safe
def uploaded_file(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Redirect the address of a file, or of one of the smaller copies of an image."""
    target = Redirect.objects.target_of(request.path)
    if target is None and (original := SMALLER_COPY.sub("", request.path)) != request.path:
        target = Redirect.objects.target_of(original)
    if target is None:
        raise Http404("No file on the old site had this address.")
    return HttpResponsePermanentRedirect(target)


def site_feed(request: HttpRequest, *args, **kwargs) -> HttpResponsePermanentRedirect:
    """Comments had a feed of their own. Here, as there, the site's feed is the closest."""
    return HttpResponsePermanentRedirect(reverse("home-feed"))


def by_number(request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Redirect /?p=108, or /?page_id=108 for a page: its number on the old site."""
    number = request.GET.get("p") or request.GET.get("page_id", "")
    target = Redirect.objects.target_of(f"/?p={number}"[:700])
    if target is None:
        raise Http404("No page on the old site had this number.")
    return HttpResponsePermanentRedirect(target)


def search(request: HttpRequest) -> HttpResponsePermanentRedirect:
    words = urlencode({"q": request.GET["s"]})
    return HttpResponsePermanentRedirect(f"{reverse('search')}?{words}")


@require_safe
def post(request: HttpRequest, slug: str, **kwargs) -> HttpResponsePermanentRedirect:
    """Redirect `/<category>/<slug>/` to the post: the old site accepted any category.

    The route matches any address with two parts, including that of a page without its final slash.
    A page comes first, and then a redirect for exactly this address.
    """
    slashed = f"{request.path}/"
    lacks_slash = not request.path.endswith("/") and not is_file_path(request.path)
    if lacks_slash and is_of_this_site(slashed) and view_responds(slashed):
        target = request.get_full_path(force_append_slash=True)
    else:
        target = Redirect.objects.target_of(request.path)
    if target is None:
        target = post_address(slug)
    if target is None:
        raise Http404("No post has, or had, this address.")
    return HttpResponsePermanentRedirect(target)


def post_address(slug: str) -> str | None:
    """Return the address of the post that has, or had, this slug."""
    found = Post.objects.published().filter(slug=slug).only("kind", "slug").first()
    if found:
        return found.get_absolute_url()
    return Redirect.objects.target_of(reverse("blog:post-detail", args=[slug]))


def is_of_this_site(path: str) -> bool:
    try:
        return resolve(path).func is not post
    except Resolver404:
        return False


@require_safe
def home_page(request: HttpRequest, number: str) -> HttpResponsePermanentRedirect:
    return moved(page_address("home", Post.objects.published(), int(number)), request)


@require_safe
def sector_page(request: HttpRequest, sector: str, number: str) -> HttpResponsePermanentRedirect:
    posts = Post.objects.published().in_sector(sector)
    return moved(page_address(sector, posts, int(number)), request)


def page_address(url_name: str, posts, number: int) -> str:
    """Return the address of the page that begins where the old site's page `number` did."""
    if number <= 1:
        return reverse(url_name)
    position = (min(number, FORMER_PAGES) - 1) * FORMER_POSTS_PER_PAGE - 1
    last_before = posts.newest_first().only("published_at")[position : position + 1].first()
    if last_before is None:
        return reverse("content:archive")
    return f"{reverse(url_name)}?before={paging.key_of(last_before)}"


def moved(path: str, request: HttpRequest) -> HttpResponsePermanentRedirect:
    """Redirect, to the feed if the old address was one, in any of WordPress' formats."""
    if FEED.search(request.path) or "feed" in request.GET:
        path = f"{path}feed/"
    return HttpResponsePermanentRedirect(path)
