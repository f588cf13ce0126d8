"""What emails to registrants say until staff change it."""

from dataclasses import dataclass, field

from events.models import Delivery, Registration

Purpose = Delivery.Purpose
CONFIRMATION = "confirmation"
WAITING = "waiting-list"
REMINDER = "reminder"
PRESENTER = "presenter"
HELD = "held-seat"

ALWAYS = {
    "event": "the event’s title",
    "when": "its date and time",
    "where": "its place",
    "name": "the registrant’s name",
}


@dataclass(frozen=True, kw_only=True)
class EventWording:
    title: str
    explanation: str
    subject: str
    text: str
    more: dict[str, str] = field(default_factory=dict)  # placeholders besides ALWAYS


WORDINGS = {
    CONFIRMATION: EventWording(
        title="Confirmation",
        explanation="To people who register and have a seat, with a calendar file.",
        subject="You’re registered: {event}",
        text="You have a seat at {event}. Open the attached file to add the event to your "
        "calendar.",
    ),
    HELD: EventWording(
        title="Seat to confirm",
        explanation="To people who get a seat that they have to confirm (Site settings → "
        "Registrations). Once they have, they get the confirmation.",
        subject="Confirm your seat: {event}",
        text="We’re holding a seat at {event} for you until {until}. Please confirm it with the "
        "button below, or it will go to someone else.",
        more={"until": "when we stop holding the seat"},
    ),
    Purpose.RELEASED: EventWording(
        title="Seat that wasn’t confirmed",
        explanation="To people who didn’t confirm their seat in time.",
        subject="We no longer hold your seat: {event}",
        text="We held a seat at {event} for you, but it wasn’t confirmed in time. So we’ve taken "
        "you off the list, and we won’t email you about this event again.\n\n"
        "If you want to come, please register again on the event page.",
    ),
    WAITING: EventWording(
        title="Place on the waiting list",
        explanation="To people who register while all seats are taken.",
        subject="You’re on the waiting list: {event}",
        text="{event} is full right now, so we’ve added you to the waiting list. Seats that open "
        "up go to the people who have waited longest. If you get one, we’ll email you right away."
        "\n\n"
        "If your plans change, please use the link below to cancel, so someone else can move up.",
    ),
    PRESENTER: EventWording(
        title="Invitation of a presenter",
        explanation="To presenters whom you invite, with a link of their own and a calendar file.",
        subject="You’re presenting: {event}",
        text="You’re presenting at {event}. Open the attached file to add it to your calendar.\n\n"
        "The link below is yours alone. It opens the page from which you join, an hour before the "
        "start. You’ll also get every reminder and message that registrants get.",
    ),
    Purpose.SEAT: EventWording(
        title="Seat from the waiting list",
        explanation="To people on the waiting list who get a seat, with a calendar file.",
        subject="You have a seat: {event}",
        text="Good news: a seat at {event} opened up, and it’s yours. Open the attached file to "
        "add the event to your calendar.\n\n"
        "If you can no longer come, please cancel, so the next person on the list gets the seat.",
    ),
    Purpose.UPDATE: EventWording(
        title="Change of time or place",
        explanation="To all registrants when the time or place changes. It also says whether they "
        "still have their seat.",
        subject="Changed: {event}, {when}",
        text="The time or place of {event} has changed. Here are the new details, which replace "
        "what we sent you before.",
    ),
    Purpose.EVENT_CANCELED: EventWording(
        title="Event canceled",
        explanation="To all registrants when you cancel an event. Your note about the reason comes "
        "below.",
        subject="Canceled: {event}",
        text="We’re sorry to tell you that {event} has been canceled.",
    ),
    Purpose.EVENT_REINSTATED: EventWording(
        title="Event reinstated",
        explanation="To all registrants when a canceled event takes place after all. It also says "
        "whether they still have their seat.",
        subject="Back on: {event}",
        text="Good news: {event}, which we had canceled, is back on.",
    ),
    Purpose.CANCELLATION: EventWording(
        title="Registration canceled",
        explanation="To people who cancel their registration.",
        subject="Your registration is canceled: {event}",
        text="You’re no longer registered for {event}, and we won’t email you about it again.",
    ),
    REMINDER: EventWording(
        title="Reminder",
        explanation="To people with a seat, a day before the event and an hour before, if the "
        "event sends these.",
        subject="{soon}: {event}",
        text="This is a reminder that {event} is coming up.\n\n"
        "If you can’t come, please cancel, so someone else can take your seat.",
        more={"soon": "“Tomorrow,” “Today,” or “In an hour,” as it is when the email goes out"},
    ),
    Purpose.RECORDING: EventWording(
        title="Thanks, with the recording",
        explanation="To people who had a seat, when you tell them about the recording.",
        subject="Recording: {event}",
        text="{thanks} {event}. The recording is now on the event page.",
        more={
            "thanks": "“Thank you for coming to” for those who came; for the others, “Thank you "
            "for your interest in”"
        },
    ),
}


def wording_of(kind: str, registration: Registration) -> str:
    """Return the key in WORDINGS of one kind of email to this person."""
    if registration.is_held and kind in (Purpose.CONFIRMATION, Purpose.SEAT):
        return HELD
    if kind == Purpose.CONFIRMATION:
        if registration.is_presenter:
            return PRESENTER
        return WAITING if registration.is_waiting else CONFIRMATION
    return REMINDER if kind in (Purpose.DAY_BEFORE, Purpose.HOUR_BEFORE) else kind


def purpose_of(key: str) -> str:
    """Return the name under which content.mail knows a key of WORDINGS."""
    return f"event-{key.removeprefix('event-')}"
