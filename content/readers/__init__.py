"""Readers: people without an account, known by an email address.

An app registers in `AppConfig.ready()` what a reader can confirm by email (Confirmation), and what
it stores about an email address (Belonging).
"""

from content.readers.belongings import Belonging, all_belongings
from content.readers.belongings import register as register_belongings
from content.readers.confirming import (
    NOT_YOU,
    Confirmation,
    ask_many_to_confirm,
    ask_to_confirm,
    count_request,
    count_requests,
)
from content.readers.confirming import register as register_confirmations
from content.readers.emails import email_reader
from content.readers.finding import clean_email, find_reader, is_confirmed, names_address
from content.readers.subscriptions import Subscription
from content.readers.subscriptions import register as register_subscriptions

__all__ = [
    "NOT_YOU",
    "Belonging",
    "Confirmation",
    "Subscription",
    "all_belongings",
    "ask_many_to_confirm",
    "ask_to_confirm",
    "clean_email",
    "count_request",
    "count_requests",
    "email_reader",
    "find_reader",
    "is_confirmed",
    "names_address",
    "register_belongings",
    "register_confirmations",
    "register_subscriptions",
]
