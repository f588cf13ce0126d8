"""Forms for readers, who have no accounts."""

from datetime import timedelta

from django.http import HttpRequest, QueryDict

from content.attempts import AttemptLimit, count_attempt
from content.exceptions import TooManyAttempts
from content.forms.public import PublicForm
from content.views.requests import network_address

WITHIN = timedelta(hours=1)
# Enough for the mistakes that people make in a form, and for a classroom at one network address.
AT_MOST = 30
TOO_MANY = (
    "This form has been sent too often from your network in the last hour. Please wait a while and "
    "send it again. What you typed is still below."
)


def posted(request: HttpRequest) -> QueryDict | None:
    """Return the data of a form that was sent, even if it is empty."""
    return request.POST if request.method == "POST" else None


def receive(request: HttpRequest, form: PublicForm, *, matter: str, at_most: int = AT_MOST) -> bool:
    """Return whether a form was sent and is valid.

    Each attempt counts, valid or not, before any work is done with what was sent.
    """
    if request.method != "POST":
        return False
    limit = AttemptLimit(f"sent {matter}", at_most=at_most, within=WITHIN)
    try:
        count_attempt({limit: network_address(request)})
    except TooManyAttempts:
        form.refuse(TOO_MANY, too_many=True)
        return False
    return form.is_valid()
