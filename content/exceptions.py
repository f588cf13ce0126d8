class ContentError(Exception):
    """Something is wrong with this content."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class ImageRefused(ContentError):
    """This file cannot be used as a picture."""


class ImageEmpty(ImageRefused):
    """This file is empty: choose the picture again."""


class ImageTooHeavy(ImageRefused):
    """This file is too large: save the picture smaller, and upload that."""


class ImageTooManyPixels(ImageRefused):
    """This picture has too many pixels: save it at most 5,000 pixels wide, and upload that."""


class ImageFormatRefused(ImageRefused):
    """This is none of JPEG, PNG, GIF, WebP and AVIF: open it in a picture editor and save it so."""


class SvgRefused(ImageRefused):
    """SVG files can carry programs that run in a reader’s browser: save it as PNG or WebP."""


class ImageBroken(ImageRefused):
    """This picture is damaged or incomplete: open it, save it again, and upload that."""


class AltTextMissing(ImageRefused):
    """Say what the picture shows, for readers who cannot see it, or mark it as decorative."""


class ImageInUse(ContentError):
    """This picture is in use: take it out of the entries that show it first."""


class DocumentRefused(ContentError):
    """This file cannot be used as a document."""


class NotAllowedToPublish(ContentError):
    """Only an editor can publish."""


class RevisionMissing(ContentError):
    """There is no such version of this entry."""
