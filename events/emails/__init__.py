from events.emails.mails import build_mail, build_message_mail

__all__ = ["build_mail", "build_message_mail"]
