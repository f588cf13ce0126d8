from content.exceptions import AppError


class EventError(AppError):
    message = "You can’t do this with this event."


class RegistrationError(EventError):
    message = "This registration can’t be changed this way."


class RegistrationClosed(RegistrationError):
    message = "Registration for this event is closed."


class RegistrationNotOpen(RegistrationError):
    message = "Registration for this event hasn’t opened yet."


class EventFull(RegistrationError):
    message = "This event is full, and it has no waiting list."


class EventCanceled(RegistrationError):
    message = "This event is canceled."


class EventNotCanceled(EventError):
    message = "This event isn’t called off, so it can’t be reinstated."


class EventOver(RegistrationError):
    message = "This event is over."


class DoorsNotOpen(RegistrationError):
    message = "The meeting isn’t open yet."


class RegistrationErased(RegistrationError):
    message = (
        "The personal details of this registration have been deleted, so it can no longer be "
        "changed."
    )


class NotRegistered(RegistrationError):
    message = "Only people with a seat can do this."


class RegistrationCanceled(NotRegistered):
    message = "This registration is canceled. To get a new one, register again."


class NotConfirmedInTime(RegistrationError):
    message = "We no longer hold this seat, because it wasn’t confirmed in time."


class NotOnWaitingList(NotRegistered):
    message = "Only people on the waiting list can be given a seat."


class TooManyRegistrations(RegistrationError):
    message = (
        "We received too many registrations from you in a short time. Please wait an hour and try "
        "again. What you entered is still here."
    )


class TooManyEmails(RegistrationError):
    message = (
        "We have already sent your confirmation several times today. Check your spam folder, or "
        "try again tomorrow."
    )


class NoRecipients(EventError):
    message = (
        "No one matches the recipients you chose, so nothing was sent. Your draft has been saved."
    )


class CapacityTooSmall(EventError):
    message = (
        "More people than that already have a seat. Cancel some registrations first, or choose a "
        "larger number."
    )


class InvalidTranscript(EventError):
    message = "This is not a WebVTT file: its first line must begin with WEBVTT."


class RecordingEmpty(EventError):
    message = (
        "There is nothing to publish yet. Add the video’s address, slides, or a transcript, and "
        "save the recording first."
    )


class RecordingWouldBeEmpty(EventError):
    message = (
        "This recording is published, and saving this would leave it empty. Unpublish the "
        "recording first."
    )


class RecordingTooEarly(EventError):
    message = "This event is not over yet. You can publish its recording afterward."


class EventNotPublic(EventError):
    message = "This event is not public, so no one could open its page. Publish the event first."
