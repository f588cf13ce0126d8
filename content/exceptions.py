from datetime import timedelta
from math import ceil


class AppError(Exception):
    """Something that cannot be done, with a sentence for the person who tried."""

    message = "Something went wrong."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)


class ContentError(AppError):
    message = "Something is wrong with this content."


class FileRefused(ContentError):
    message = "This file can’t be used."


class FileNotStored(FileRefused):
    message = (
        "The site can’t store files at the moment, so this file was not added. Tell an "
        "administrator, and try again later."
    )


class DiskFull(FileNotStored):
    message = (
        "The site’s disk is full, so this file was not added. Tell an administrator, and try again "
        "later."
    )


class DocumentFormatRefused(FileRefused):
    message = (
        "Despite its name, this isn’t a PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, EPUB, CSV, "
        "TXT, MD, or VTT file. Save it in one of these formats, and upload that."
    )


class AltTextMissing(FileRefused):
    message = "Describe the image for readers who can’t see it, or mark it as decorative."


class ImageInUse(ContentError):
    message = "This image is in use. Remove it from the entries that show it first."


class DocumentInUse(ContentError):
    message = "This document is in use. Remove the links to it from the entries first."


class NotAllowedToPublish(ContentError):
    message = "Only an editor can publish."


class ChangesInConflict(ContentError):
    message = "Someone else has changed the same meanwhile. Open it, and choose what to keep."


class ChangesUnfit(ContentError):
    message = "The changes can’t be published like this."


class MoveRefused(ContentError):
    message = "This can’t be moved to another day."


class RevisionMissing(ContentError):
    message = "There is no such revision of this entry."


class RevisionUnfit(ContentError):
    message = "This entry is published, so that revision can’t be restored."


class DeletedEntryMissing(ContentError):
    message = "There is no such deleted entry: someone may have restored it already."


class DeletedEntryUnfit(ContentError):
    message = (
        "Another entry now uses the same address or ID. Change that entry first, then restore this "
        "one."
    )


class MergeRefused(ContentError):
    message = "These two can’t be merged."


class BulkChangeRefused(ContentError):
    message = "This can’t be changed on so many entries at once."


class VisitFailed(ContentError):
    message = "The address couldn’t be checked."


class NotVisited(VisitFailed):
    message = "The link check doesn’t visit this address."


class ResponseTooLate(VisitFailed):
    message = "The server didn’t respond in time."


class ResponseInvalid(VisitFailed):
    message = "The server closed the connection without a valid response."


class VisitUndecided(VisitFailed):
    message = "Only a person can tell whether this works."


class NothingMoved(ContentError):
    message = "The last check didn’t find a new address for this one."


class LinkNotFound(ContentError):
    message = (
        "The address is written in a way that can’t be replaced automatically. Open the entry, "
        "and change it there."
    )


class AddressInUse(ContentError):
    message = "Another resource already has the new address. Consider deleting one of them."


class TooManyAttempts(ContentError):
    message = "There have been too many attempts. Wait a while, then try again."

    def __init__(self, *, wait: timedelta) -> None:
        super().__init__()
        self.seconds = max(1, ceil(wait.total_seconds()))


class NonexistentTime(ContentError):
    message = (
        "This time does not exist: clocks skip it when daylight saving time starts. Choose an "
        "hour earlier or later."
    )


class AmbiguousTime(ContentError):
    message = (
        "This time occurs twice, because clocks go back when daylight saving time ends. Choose an "
        "hour earlier or later."
    )
