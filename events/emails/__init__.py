from events.emails.building import build_email, build_message_email

__all__ = ["build_email", "build_message_email"]
