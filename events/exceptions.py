class EventError(Exception):
    """This cannot be done with this event."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or " ".join(self.__doc__.split()))


class TimeSkipped(EventError):
    """There is no such time: the clocks are set forward over it. Choose an hour before or after."""


class TimeTwice(EventError):
    """There are two such times: the clocks are set back over it. Choose an hour before or after."""


class RegistrationError(EventError):
    """This registration cannot be changed like that."""


class RegistrationClosed(RegistrationError):
    """Registration for this event is closed."""


class RegistrationNotOpen(RegistrationError):
    """Registration for this event has not opened yet."""


class EventFull(RegistrationError):
    """This event is full, and it has no waiting list."""


class EventCancelled(RegistrationError):
    """This event is cancelled."""


class EventOver(RegistrationError):
    """This event is over."""


class RegistrationErased(RegistrationError):
    """The details of this registration are deleted, so nothing can be changed any more."""


class NotRegistered(RegistrationError):
    """Only who has a seat can do this."""


class TooManyRegistrations(RegistrationError):
    """Too many registrations came from you in a short time. Please wait an hour; what you typed
    is kept."""


class TooManyMails(RegistrationError):
    """Your mail was sent several times today already. Look among unwanted mail, or try again
    tomorrow."""


class NobodyToTell(EventError):
    """Nobody is among those whom this message is for, so nothing is sent. The draft is kept."""


class CapacityTooSmall(EventError):
    """More people than that have a seat already: cancel some registrations first, or choose a
    larger number."""


class TranscriptRefused(EventError):
    """This is no WebVTT file: its first line has to begin with WEBVTT."""


class TranscriptTooLarge(TranscriptRefused):
    """This file is too large for a transcript: two megabytes are enough for a day of speech."""


class TranscriptEmpty(TranscriptRefused):
    """There is no word in this file that has a time: above each, WebVTT has a line such as
    00:01:30.000 --> 00:01:34.500."""


class TranscriptIsSubRip(TranscriptRefused):
    """These are subtitles in the SubRip format (SRT): save them as WebVTT, and choose that."""


class TranscriptBroken(TranscriptRefused):
    """A line of this file cannot be read."""


class ChaptersRefused(TranscriptRefused):
    """These are no chapters: each line has to be such as 12:34 Questions and answers."""


class ChaptersTooMany(ChaptersRefused):
    """These are more than 200 chapters: are they the transcript?"""


class RecordingMissing(EventError):
    """There is nothing to show yet: name the address of the video, or add slides or a transcript,
    and save that first."""


class RecordingShown(EventError):
    """Readers see this recording, and nothing would be left of it: take it off the page first."""


class RecordingTooEarly(EventError):
    """This event is not over yet: its recording can be published after it."""


class RecordingOfDraft(EventError):
    """This event is not public, so nobody could see its recording: publish the event first."""
