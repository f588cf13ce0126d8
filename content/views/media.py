"""Serves uploaded files."""

import re
from pathlib import PurePosixPath
from typing import IO
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from django.views.decorators.http import require_safe

from content.editing.permissions import may_describe, visible_to
from content.editing.previews import previewed_by
from content.media import access
from content.media.file_types import file_type_of

# Opened directly in a browser, a file runs no script and loads nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
BYTE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
# The path contains a hash of the content, so the file never changes; but a shared cache asks again
# within the hour, in case it is not public anymore.
FOREVER = "public, max-age=31536000, s-maxage=3600, immutable"
# A document's own address is in texts, and leads elsewhere when another file replaces it.
A_WHILE = "public, max-age=3600"
# How many seconds an address in the bucket works, and how long caches may keep it.
ADDRESS_WORKS = 15 * 60
WHILE_IT_WORKS = "public, max-age=600"
HASH = re.compile(r"-[0-9a-f]{10}$")


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponse:
    if path.startswith(f"{access.EXPORTS}/"):
        raise Http404("Exports have an address of their own.")
    is_public = "\0" not in path and access.is_public(path)
    # Who is asking matters only if the file is not for everyone.
    if not is_public and not may_fetch(request, path):
        return lead_to_replacement(path)
    name = PurePosixPath(path)
    try:
        size = default_storage.size(path)
        modified_at = int(default_storage.get_modified_time(path).timestamp())
    except OSError:
        return lead_to_replacement(path)
    except (ValueError, SuspiciousFileOperation) as error:
        raise Http404("There is no such file.") from error
    response = send_file(
        request,
        path,
        name=HASH.sub("", name.stem) + name.suffix,
        etag=f'"{modified_at:x}-{size:x}"',
        modified_at=modified_at,
        is_public=is_public,
    )
    lasting = A_WHILE if path.startswith("documents/") else FOREVER
    response["Cache-Control"] = lasting_of(response, lasting) if is_public else "private, no-store"
    if not is_public:
        # A document's links must not tell anyone the preview link.
        response["Referrer-Policy"] = "no-referrer"
    return response


def lead_to_replacement(path: str) -> HttpResponse:
    """Redirect to the file that replaced this one, if there is one. Raises Http404."""
    current = access.find_replacement(path) if "\0" not in path else None
    if current is None:
        raise Http404("There is no such file.")
    response = HttpResponseRedirect(current.file.url)
    response["Cache-Control"] = A_WHILE
    return response


def may_fetch(request: HttpRequest, path: str) -> bool:
    """Whether a preview link or an entry that this person may read shows the file.

    Staff may also fetch what they may use in an entry: any image, and the documents they describe.
    """
    if "\0" in path:
        return False
    token = request.GET.get("preview", "")
    if token and access.is_shown_in(path, previewed_by(token), drafts=False):
        return True
    user = request.user
    if not (user.is_active and user.is_staff):
        return False
    if user.has_perm("content.view_image") and access.images_at(path).exists():
        return True
    document = access.find_document(path)
    may_describe_it = document is not None and may_describe(user, document)
    return may_describe_it or access.is_shown_in(path, visible_to(user), drafts=True)


def send_file(
    request: HttpRequest,
    path: str,
    *,
    name: str,
    etag: str,
    modified_at: int | None = None,
    is_public: bool = False,
) -> HttpResponse:
    """Send a stored file, or the requested range (RFC 9110 §14), under this name.

    `modified_at` is in seconds since 1970. Without it, only the ETag decides whether a copy is
    current. The caller sets Cache-Control. Raises Http404.

    If it is in a bucket, the answer may be a redirect: to the CDN, if everyone may have the file.
    """
    unchanged = get_conditional_response(request, etag=etag, last_modified=modified_at)
    if unchanged is not None:
        unchanged["ETag"] = etag
        return unchanged
    if settings.MEDIA_S3_BUCKET and not settings.MEDIA_ACCEL_PATH:
        return lead_to_bucket(request, path, name=name, is_public=is_public)
    try:
        size = default_storage.size(path)
        section = requested_section(request, size=size, etag=etag)
        if settings.MEDIA_ACCEL_PATH:
            response = leave_to_nginx(path, name=name, size=size, section=section)
        else:
            response = send(default_storage.open(path), size=size, section=section)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        raise Http404("There is no such file.") from error
    response["ETag"] = etag
    if modified_at is not None:
        response["Last-Modified"] = http_date(modified_at)
    set_type_headers(response, name)
    return response


def lead_to_bucket(
    request: HttpRequest, path: str, *, name: str, is_public: bool
) -> HttpResponseRedirect:
    if is_public and settings.MEDIA_S3_PUBLIC_URL:
        return HttpResponseRedirect(f"{settings.MEDIA_S3_PUBLIC_URL}/{quote(path)}")
    return HttpResponseRedirect(signed_address(path, name=name, method=request.method or "GET"))


def signed_address(path: str, *, name: str, method: str) -> str:
    content_type, disposition = describe(name)
    return default_storage.signed_address(
        path,
        seconds=ADDRESS_WORKS,
        content_type=content_type,
        disposition=disposition,
        method=method,
    )


def lasting_of(response: HttpResponse, lasting: str) -> str:
    """Return how long caches may keep a file, or that it is in a bucket."""
    return WHILE_IT_WORKS if response.status_code == 302 else lasting


def describe(name: str) -> tuple[str, str]:
    """Return the Content-Type and the Content-Disposition of a file with this name."""
    file_type = file_type_of(name)
    disposition = content_disposition_header(as_attachment=not file_type.inline, filename=name)
    return file_type.content_type, disposition or "inline"


def set_type_headers(response: HttpResponse, name: str) -> None:
    response["Content-Type"], response["Content-Disposition"] = describe(name)
    response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = POLICY


def requested_section(request: HttpRequest, *, size: int, etag: str) -> tuple[int, int] | None:
    """Return the (first, last) byte of the single range requested, or None for the whole file.

    For a range beyond the end of the file, `last` is less than `first`.
    """
    wanted = BYTE_RANGE.fullmatch(request.headers.get("Range", ""))
    if not wanted or request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = wanted.groups()
    if first:
        backward = last and int(last) < int(first)
        return None if backward else (int(first), min(int(last or size), size - 1))
    # A suffix range: this many bytes from the end.
    return (max(size - int(last), 0), size - 1) if last else None


def send(file: IO[bytes], *, size: int, section: tuple[int, int] | None) -> HttpResponse:
    if section is None:
        return FileResponse(file)
    first, last = section
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = FileResponse(FileSection(file, first, last - first + 1), status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = last - first + 1
    return response


def leave_to_nginx(
    path: str, *, name: str, size: int, section: tuple[int, int] | None
) -> HttpResponse:
    """Tell nginx which file to send. It reads the range from the request by itself."""
    place = settings.MEDIA_ACCEL_PATH + quote(path)
    if settings.MEDIA_S3_BUCKET:
        # It always asks with GET, and sends only the head for a HEAD.
        place += "?" + urlsplit(signed_address(path, name=name, method="GET")).query
    response = HttpResponse(headers={"X-Accel-Redirect": place})
    if section is not None:
        # For those who count downloads here.
        response.status_code = 206
        response["Content-Range"] = f"bytes {section[0]}-{section[1]}/{size}"
    return response


class FileSection:
    """A range of bytes in a file, read like a file."""

    def __init__(self, file: IO[bytes], first: int, length: int) -> None:
        self.file, self.remaining = file, length
        self.file.seek(first)

    def read(self, size: int = -1) -> bytes:
        wanted = self.remaining if size < 0 else min(size, self.remaining)
        content = self.file.read(wanted)
        self.remaining -= len(content)
        return content

    def fileno(self) -> int:
        # The web server sends the section from here, without reading it.
        return self.file.fileno()

    def close(self) -> None:
        self.file.close()
