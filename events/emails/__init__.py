from events.emails.building import build_message_email
from events.emails.registering import DELIVERIES, EVENT_WORDINGS

__all__ = ["DELIVERIES", "EVENT_WORDINGS", "build_message_email"]
