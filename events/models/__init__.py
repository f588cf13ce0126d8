from events.models.events import Event
from events.models.messages import Delivery, Message
from events.models.questions import Question
from events.models.recordings import Passage, Recording
from events.models.registrations import ConsentText, Registration
from events.models.seats import Seats
from events.models.series import EventSeries

__all__ = [
    "ConsentText",
    "Delivery",
    "Event",
    "EventSeries",
    "Message",
    "Passage",
    "Question",
    "Recording",
    "Registration",
    "Seats",
]
