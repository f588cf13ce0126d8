from django.db.models import FETCH_RAISE
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from content.paths import absolute
from content.querysets import published
from content.views.listings import public
from content.views.media import send_file
from content.views.requests import may_be_counted
from wiki.models import FileVersion
from wiki.services.downloads import count_download

FIRST_BYTES = "bytes 0-"


@require_safe
def current_file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Send the newest version of a publication's file.

    If its extension has changed, the earlier name redirects to the current one.
    """
    versions = versions_at(slug, name)
    if versions[0].file_name != name:
        find_version(versions, name=name)
        return public(HttpResponseRedirect(versions[0].current_path))
    return public(send_version(request, versions[0], name=f"{slug}-{name}"))


@require_safe
def file_version(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponse:
    """Send one version of a publication's file, even if there are newer ones."""
    versions = versions_at(slug, name)
    version = find_version(versions, name=name, number=number)
    stem = f"{slug}-{version.file.slug}-version-{number}.{version.ending}"
    response = send_version(request, version, name=stem)
    # Search engines should list the current version.
    response["Link"] = f'<{absolute(versions[0].current_path)}>; rel="canonical"'
    # Not immutable: a file without downloads may be removed and its address reused.
    return public(response)


def versions_at(slug: str, name: str) -> list[FileVersion]:
    """Return the versions of a public publication's file, newest first. Raises Http404."""
    if "\0" in slug + name:
        raise Http404("There is no such file.")
    stem = name.rpartition(".")[0]
    versions = FileVersion.objects.filter(
        published("file__publication__"), file__publication__slug=slug, file__slug=stem
    )
    needed = ["number", "file__slug", "file__publication__slug", "document__file"]
    found = list(
        versions.select_related("file__publication", "document")
        .only(*needed, "document__content_hash")
        .fetch_mode(FETCH_RAISE)
        .order_by("-number")
    )
    if not found:
        raise Http404("There is no such file.")
    return found


def find_version(
    versions: list[FileVersion], *, name: str, number: int | None = None
) -> FileVersion:
    for version in versions:
        if version.file_name == name and number in (None, version.number):
            return version
    raise Http404("There is no such version of this file.")


def send_version(request: HttpRequest, version: FileVersion, *, name: str) -> HttpResponse:
    response = send_file(
        request,
        version.document.file.name,
        name=name,
        etag=f'"{version.document.content_hash[:32]}"',
        is_public=True,
    )
    if is_first_part(request, response) and may_be_counted(request):
        count_download(file=version.file)
    return response


def is_first_part(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this response starts a download: the whole file, or its first bytes."""
    if request.method != "GET":
        return False
    if response.status_code == 302:
        # To the bucket, where the browser asks for the same part.
        return request.headers.get("Range", "bytes=0-").startswith("bytes=0-")
    begins = response.headers.get("Content-Range", "").startswith(FIRST_BYTES)
    return response.status_code == 200 or (response.status_code == 206 and begins)
