from content.exceptions import AppError


class EventError(AppError):
    message = "This cannot be done with this event."


class TimeSkipped(EventError):
    message = (
        "There is no such time: the clocks are set forward over it. Choose an hour before or after."
    )


class TimeTwice(EventError):
    message = (
        "There are two such times: the clocks are set back over it. Choose an hour before or after."
    )


class RegistrationError(EventError):
    message = "This registration cannot be changed like that."


class RegistrationClosed(RegistrationError):
    message = "Registration for this event is closed."


class RegistrationNotOpen(RegistrationError):
    message = "Registration for this event has not opened yet."


class EventFull(RegistrationError):
    message = "This event is full, and it has no waiting list."


class EventCancelled(RegistrationError):
    message = "This event is canceled."


class EventOver(RegistrationError):
    message = "This event is over."


class RegistrationErased(RegistrationError):
    message = "The details of this registration are deleted, so nothing can be changed any more."


class NotRegistered(RegistrationError):
    message = "Only who has a seat can do this."


class TooManyRegistrations(RegistrationError):
    message = (
        "Too many registrations came from you in a short time. Please wait an hour; what you "
        "typed is kept."
    )


class TooManyMails(RegistrationError):
    message = (
        "Your mail was sent several times today already. Look among unwanted mail, or try again "
        "tomorrow."
    )


class NobodyToTell(EventError):
    message = (
        "Nobody is among those whom this message is for, so nothing is sent. The draft is kept."
    )


class CapacityTooSmall(EventError):
    message = (
        "More people than that have a seat already: cancel some registrations first, or choose a "
        "larger number."
    )


class TranscriptRefused(EventError):
    message = "This is no WebVTT file: its first line has to begin with WEBVTT."


class TranscriptTooLarge(TranscriptRefused):
    message = (
        "This file is too large for a transcript: two megabytes are enough for a day of speech."
    )


class TranscriptEmpty(TranscriptRefused):
    message = (
        "There is no word in this file that has a time: above each, WebVTT has a line such as "
        "00:01:30.000 --> 00:01:34.500."
    )


class TranscriptIsSubRip(TranscriptRefused):
    message = (
        "These are subtitles in the SubRip format (SRT): save them as WebVTT, and choose that."
    )


class TranscriptBroken(TranscriptRefused):
    message = "A line of this file cannot be read."


class ChaptersRefused(TranscriptRefused):
    message = "These are no chapters: each line has to be such as 12:34 Questions and answers."


class ChaptersTooMany(ChaptersRefused):
    message = "These are more than 200 chapters: are they the transcript?"


class RecordingMissing(EventError):
    message = (
        "There is nothing to show yet: name the address of the video, or add slides or a "
        "transcript, and save that first."
    )


class RecordingShown(EventError):
    message = (
        "Readers see this recording, and nothing would be left of it: take it off the page first."
    )


class RecordingTooEarly(EventError):
    message = "This event is not over yet: its recording can be published after it."


class RecordingOfDraft(EventError):
    message = (
        "This event is not public, so nobody could see its recording: publish the event first."
    )
