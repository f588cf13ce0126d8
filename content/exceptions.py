class ContentError(Exception):
    """Something is wrong with this content."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.__doc__)


class ImageRefused(ContentError):
    """This file cannot be used as a picture."""


class DocumentRefused(ContentError):
    """This file cannot be used as a document."""


class NotAllowedToPublish(ContentError):
    """Only an editor can publish."""


class RevisionMissing(ContentError):
    """There is no such version of this entry."""
