"""Why a file is refused, and what the person who chose it can do."""

IMAGE_EMPTY = "This file is empty. Choose the image again."
IMAGE_TOO_MANY_PIXELS = (
    "This image has too many pixels. Save it at most 5,000 pixels wide, and upload that."
)
IMAGE_FORMAT = (
    "This isn’t a JPEG, PNG, GIF, WebP, AVIF, or HEIC file. Open it in an image editor, and "
    "save it in one of these formats."
)
SVG = "SVG files can contain scripts that run in a reader’s browser. Save it as PNG or WebP."
IMAGE_BROKEN = "This image is damaged or incomplete. Open it, save it again, and upload that."
IMAGE_UNREADABLE = "The file of this picture can’t be read. Replace the file first."
DOCUMENT_EMPTY = "This file is empty. Choose the document again."
OLD_OFFICE_FILE = (
    "This is an Office file with a password, or in a format from before 2007. Save it as "
    "DOCX, XLSX, or PPTX without a password, and upload that."
)
DOCUMENT_LOCKED = (
    "This file is protected by a password or against copying, and the latter blocks screen "
    "readers, too. Save it without protection, and upload that."
)
DOCUMENT_WITH_PROGRAMS = (
    "This file contains macros or other programs, which could harm a reader. Save it without "
    "them or as PDF, and upload that."
)
WEB_PAGE = (
    "Web pages and SVG files can contain scripts that run in a reader’s browser. Save it as "
    "PDF, and upload that."
)
DOCUMENT_BROKEN = "This file is damaged or incomplete. Open it, save it again, and upload that."
DOCUMENT_UNPACKS_TOO_LARGE = (
    "This file expands to far more than its size, as malicious files do. Save it as PDF, and "
    "upload that."
)
TEXT_ENCODING = (
    "This text isn’t encoded as UTF-8. Save it as “UTF-8” (in Excel, as “CSV UTF-8”), and "
    "upload that."
)
