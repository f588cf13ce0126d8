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
}
UNKNOWN = FileType("application/octet-stream")
