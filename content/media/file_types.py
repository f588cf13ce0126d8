"""The file types that the site accepts and serves, by the extension it gives them."""

from dataclasses import dataclass

OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"


@dataclass(frozen=True, slots=True)
class FileType:
    content_type: str
    # Whether a browser displays the file rather than saving it.
    inline: bool = False


FILE_TYPES = {
    "jpg": FileType("image/jpeg", inline=True),
    "png": FileType("image/png", inline=True),
    "webp": FileType("image/webp", inline=True),
    "avif": FileType("image/avif", inline=True),
    "pdf": FileType("application/pdf", inline=True),
    "vtt": FileType("text/vtt; charset=utf-8", inline=True),
    "docx": FileType(f"{OFFICE}.wordprocessingml.document"),
    "xlsx": FileType(f"{OFFICE}.spreadsheetml.sheet"),
    "pptx": FileType(f"{OFFICE}.presentationml.presentation"),
    "odt": FileType(f"{OPEN_DOCUMENT}.text"),
    "ods": FileType(f"{OPEN_DOCUMENT}.spreadsheet"),
    "odp": FileType(f"{OPEN_DOCUMENT}.presentation"),
    "epub": FileType("application/epub+zip"),
    "csv": FileType("text/csv; charset=utf-8"),
    "md": FileType("text/markdown; charset=utf-8"),
    "txt": FileType("text/plain; charset=utf-8"),
    # Only from an old site (see old_formats).
    "doc": FileType("application/msword"),
    "xls": FileType("application/vnd.ms-excel"),
    "ppt": FileType("application/vnd.ms-powerpoint"),
    "ppsx": FileType(f"{OFFICE}.presentationml.slideshow"),
    "rtf": FileType("application/rtf"),
    "key": FileType("application/vnd.apple.keynote"),
    "pages": FileType("application/vnd.apple.pages"),
    "numbers": FileType("application/vnd.apple.numbers"),
    "mp3": FileType("audio/mpeg"),
    "m4a": FileType("audio/mp4"),
    "ogg": FileType("audio/ogg"),
    "wav": FileType("audio/wav"),
    "flac": FileType("audio/flac"),
    "wma": FileType("audio/x-ms-wma"),
    "mp4": FileType("video/mp4"),
    "m4v": FileType("video/mp4"),
    "mov": FileType("video/quicktime"),
    "webm": FileType("video/webm"),
    "ogv": FileType("video/ogg"),
    "avi": FileType("video/x-msvideo"),
    "wmv": FileType("video/x-ms-wmv"),
    "zip": FileType("application/zip"),
    "gz": FileType("application/gzip"),
    "7z": FileType("application/x-7z-compressed"),
    "rar": FileType("application/vnd.rar"),
    "tar": FileType("application/x-tar"),
}
UNKNOWN = FileType("application/octet-stream")


def file_type_of(name: str) -> FileType:
    """Return the type of a file of the site's own, by the ending of its name or address."""
    return FILE_TYPES.get(name.rpartition(".")[2], UNKNOWN)
