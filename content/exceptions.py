class AppError(Exception):
    """Something that cannot be done, with a sentence for the person who tried."""

    message = "Something went wrong."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)


class ContentError(AppError):
    message = "Something is wrong with this content."


class ImageRefused(ContentError):
    message = "This file cannot be used as a picture."


class ImageEmpty(ImageRefused):
    message = "This file is empty: choose the picture again."


class ImageTooHeavy(ImageRefused):
    message = "This file is too large: save the picture smaller, and upload that."


class ImageTooManyPixels(ImageRefused):
    message = (
        "This picture has too many pixels: save it at most 5,000 pixels wide, and upload that."
    )


class ImageFormatRefused(ImageRefused):
    message = (
        "This is none of JPEG, PNG, GIF, WebP and AVIF: open it in a picture editor and save it so."
    )


class SvgRefused(ImageRefused):
    message = "SVG files can carry programs that run in a reader’s browser: save it as PNG or WebP."


class ImageBroken(ImageRefused):
    message = "This picture is damaged or incomplete: open it, save it again, and upload that."


class AltTextMissing(ImageRefused):
    message = "Say what the picture shows, for readers who cannot see it, or mark it as decorative."


class ImageInUse(ContentError):
    message = "This picture is in use: take it out of the entries that show it first."


class DocumentRefused(ContentError):
    message = "This file cannot be used as a document."


class DocumentEmpty(DocumentRefused):
    message = "This file is empty: choose the document again."


class DocumentTooHeavy(DocumentRefused):
    message = (
        "This file is too large: save it smaller, such as with smaller pictures, and upload that."
    )


class DocumentFormatRefused(DocumentRefused):
    message = (
        "This is none of PDF, DOCX, XLSX, PPTX, ODT, ODS, ODP, EPUB, CSV, TXT, MD and VTT, "
        "whatever its name says: save it as one of these, and upload that."
    )


class OldOfficeFileRefused(DocumentRefused):
    message = (
        "This is an Office file with a password or in the format of before 2007: save it without "
        "a password as DOCX, XLSX or PPTX, and upload that."
    )


class DocumentLocked(DocumentRefused):
    message = (
        "This file is protected, by a password or against copying, which stops screen readers "
        "too: save it without protection, and upload that."
    )


class DocumentWithPrograms(DocumentRefused):
    message = (
        "This file contains macros or other programs, which could harm a reader: save it without "
        "them, or as PDF, and upload that."
    )


class WebPageRefused(DocumentRefused):
    message = (
        "Web pages and SVG files can carry programs that run in a reader’s browser: save it as "
        "PDF, and upload that."
    )


class DocumentBroken(DocumentRefused):
    message = "This file is damaged or incomplete: open it, save it again, and upload that."


class DocumentUnpacksTooLarge(DocumentRefused):
    message = (
        "This file unpacks to far more than it holds, as those do that are made to fill up a "
        "computer: save it as PDF, and upload that."
    )


class TextEncodingRefused(DocumentRefused):
    message = (
        "This text is not encoded as UTF-8: save it as “UTF-8” (in Excel, as “CSV UTF-8”), and "
        "upload that."
    )


class DocumentInUse(ContentError):
    message = "This document is in use: take the links to it out of the entries first."


class NotAllowedToPublish(ContentError):
    message = "Only an editor can publish."


class RevisionMissing(ContentError):
    message = "There is no such version of this entry."


class RevisionUnfit(ContentError):
    message = "That revision can't be restored, because this is published."


class DeletedEntryMissing(ContentError):
    message = "There is no such deleted entry: someone may have restored it already."


class DeletedEntryUnfit(ContentError):
    message = (
        "This can't be restored, because another entry has something that only one can have, such "
        "as its address on the web. Look for that entry."
    )


class VisitFailed(ContentError):
    message = "A web address could not be visited."


class NotVisited(VisitFailed):
    message = "This is no address that we visit."


class AddressUnreadable(NotVisited):
    message = "This is no address that a browser could open: correct it."


class PortRefused(NotVisited):
    message = "The address names a port on which no pages are served: correct it."


class HostNotPublic(NotVisited):
    message = "The address is on a private network, where readers cannot go: link to a public one."


class HostUnknown(VisitFailed):
    message = "There is no server of this name."


class HostUnreachable(VisitFailed):
    message = "The server accepts no connection."


class AnswerTooLate(VisitFailed):
    message = "The server did not answer in time."


class AnswerBroken(VisitFailed):
    message = "The server ended the connection without an answer that makes sense."


class CertificateInvalid(VisitFailed):
    message = "The server cannot prove that it is the one: its certificate is not valid."


class RedirectsInCircle(VisitFailed):
    message = "The address redirects in a circle."


class TooManyRedirects(VisitFailed):
    message = "The address redirects more often than a browser follows."


class RedirectToNowhere(VisitFailed):
    message = "The server redirects without saying where to."


class VisitUndecided(VisitFailed):
    message = "Only a person can tell whether this works."


class CertificateUntraced(VisitUndecided):
    message = (
        "The server does not send who vouches for its certificate. Many browsers find that out by "
        "themselves, so only a person can tell whether this works."
    )


class CookiesDemanded(VisitUndecided):
    message = (
        "The server wants a cookie kept before it shows anything, so only a person can tell "
        "whether this works."
    )


class NothingMoved(ContentError):
    message = "This address has not moved, as far as the last check found."


class LinkNotFound(ContentError):
    message = (
        "The address is spelled in a way that cannot be replaced by itself: open the entry, and "
        "put the new one in by hand."
    )


class AddressInUse(ContentError):
    message = (
        "Another entry of the library has the new address already: perhaps one of the two can go."
    )
