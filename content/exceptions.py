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


class ImageRefused(FileRefused):
    message = "This file can’t be used as an image."


class ImageEmpty(ImageRefused):
    message = "This file is empty. Choose the image again."


class ImageTooHeavy(ImageRefused):
    message = "This file is too large. Save a smaller version, and upload that."


class ImageTooManyPixels(ImageRefused):
    message = "This image has too many pixels. Save it at most 5,000 pixels wide, and upload that."


class ImageFormatRefused(ImageRefused):
    message = (
        "This isn’t a JPEG, PNG, GIF, WebP, or AVIF file. Open it in an image editor, and save it "
        "in one of these formats."
    )


class SvgRefused(ImageRefused):
    message = (
        "SVG files can contain scripts that run in a reader’s browser. Save it as PNG or WebP."
    )


class ImageBroken(ImageRefused):
    message = "This image is damaged or incomplete. Open it, save it again, and upload that."


class AltTextMissing(ImageRefused):
    message = "Describe the image for readers who can’t see it, or mark it as decorative."


class ImageInUse(ContentError):
    message = "This image is in use. Remove it from the entries that show it first."


class DocumentRefused(FileRefused):
    message = "This file can’t be used as a document."


class DocumentEmpty(DocumentRefused):
    message = "This file is empty. Choose the document again."


class DocumentTooHeavy(DocumentRefused):
    message = (
        "This file is too large. Save a smaller version, for instance with smaller images, and "
        "upload that."
    )


class DocumentFormatRefused(DocumentRefused):
    message = (
        "Whatever its name says, this isn’t a PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, EPUB, CSV, "
        "TXT, MD, or VTT file. Save it in one of these formats, and upload that."
    )


class OldOfficeFileRefused(DocumentRefused):
    message = (
        "This is an Office file with a password, or in a format from before 2007. Save it as "
        "DOCX, XLSX, or PPTX without a password, and upload that."
    )


class DocumentLocked(DocumentRefused):
    message = (
        "This file is protected by a password or against copying, and the latter blocks screen "
        "readers, too. Save it without protection, and upload that."
    )


class DocumentWithPrograms(DocumentRefused):
    message = (
        "This file contains macros or other programs, which could harm a reader. Save it without "
        "them or as PDF, and upload that."
    )


class WebPageRefused(DocumentRefused):
    message = (
        "Web pages and SVG files can contain scripts that run in a reader’s browser. Save it as "
        "PDF, and upload that."
    )


class DocumentBroken(DocumentRefused):
    message = "This file is damaged or incomplete. Open it, save it again, and upload that."


class DocumentUnpacksTooLarge(DocumentRefused):
    message = (
        "This file unpacks to far more than its size, like files made to fill up a computer’s "
        "disk. Save it as PDF, and upload that."
    )


class TextEncodingRefused(DocumentRefused):
    message = (
        "This text isn’t encoded as UTF-8. Save it as “UTF-8” (in Excel, as “CSV UTF-8”), and "
        "upload that."
    )


class DocumentInUse(ContentError):
    message = "This document is in use. Remove the links to it from the entries first."


class NotAllowedToPublish(ContentError):
    message = "Only an editor can publish."


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


class VisitFailed(ContentError):
    message = "The address couldn’t be checked."


class NotVisited(VisitFailed):
    message = "The link check doesn’t visit this address."


class AddressInvalid(NotVisited):
    message = "Browsers can’t open this address. Fix it."


class PortRefused(NotVisited):
    message = "Browsers don’t open pages on the port in this address. Fix the address."


class HostNotPublic(NotVisited):
    message = (
        "The address is on a private network, which readers can’t reach. Use a public address."
    )


class HostUnknown(VisitFailed):
    message = "There is no server with this name."


class HostUnreachable(VisitFailed):
    message = "The server refuses connections."


class ResponseTooLate(VisitFailed):
    message = "The server didn’t respond in time."


class ResponseInvalid(VisitFailed):
    message = "The server closed the connection without a valid response."


class CertificateInvalid(VisitFailed):
    message = "The server can’t prove its identity: its certificate isn’t valid."


class RedirectLoop(VisitFailed):
    message = "The address redirects in a loop."


class TooManyRedirects(VisitFailed):
    message = "The address redirects more times than a browser allows."


class RedirectWithoutLocation(VisitFailed):
    message = "The server redirects without saying where."


class VisitUndecided(VisitFailed):
    message = "Only a person can tell whether this works."


class CertificateUntraced(VisitUndecided):
    message = (
        "The server doesn’t send its complete certificate chain. Many browsers fetch the rest, so "
        "only a person can tell whether this works."
    )


class CookiesDemanded(VisitUndecided):
    message = (
        "The server shows nothing without a cookie, so only a person can tell whether this works."
    )


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
