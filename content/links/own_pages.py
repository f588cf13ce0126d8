"""Whether a path on this site leads to a page that readers can open."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousFileOperation, SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve, reverse

from content.domains import ascii_domain
from content.models import Redirect


def path_on_this_site(address: str) -> str | None:
    """Return an address's path on this site, or None if it leads elsewhere."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https"):
        return None
    own_domain = ascii_domain(urlsplit(settings.SITE_URL).netloc)
    if parts.netloc and ascii_domain(parts.netloc) != own_domain:
        return None
    return unquote(parts.path) or None if not parts.netloc else unquote(parts.path) or "/"


def has_page(path: str) -> bool:
    """Return whether a reader who opens this path sees a page, or is redirected to one."""
    if "\0" in path:
        # Neither the database nor the file system accepts a null character.
        return False
    if path.startswith(settings.STATIC_URL):
        return True
    if path.startswith(settings.MEDIA_URL):
        return file_exists(path.removeprefix(settings.MEDIA_URL))
    if path.startswith(reverse("admin:index")):
        return False
    candidates = [path] if path.endswith("/") else [path, f"{path}/"]
    return any(map(view_responds, candidates)) or Redirect.objects.target_of(path) is not None


def file_exists(name: str) -> bool:
    try:
        return default_storage.exists(name)
    except SuspiciousFileOperation:
        return False


def view_responds(path: str) -> bool:
    try:
        match = resolve(path)
        response = match.func(anonymous_request(path), *match.args, **match.kwargs)
    except (Resolver404, Http404, PermissionDenied, SuspiciousOperation):
        return False
    # Don't close the response: that would end the current request and its database connection.
    return response.status_code < 400


def anonymous_request(path: str) -> HttpRequest:
    """Return a reader's request, without cookies."""
    site = urlsplit(settings.SITE_URL)
    request = HttpRequest()
    request.method, request.path = "GET", path
    request.META = {"SERVER_NAME": site.hostname, "SERVER_PORT": str(site.port or 443)}
    return request
