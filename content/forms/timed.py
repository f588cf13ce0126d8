"""Forms that know how long they were open, without a cookie: robots are too fast, or too late."""

from datetime import datetime, timedelta
from typing import cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.utils import timezone

from content.forms.public import REJECTED, PublicForm

SHORTEST = timedelta(seconds=4)
LONGEST = timedelta(days=1)
TOO_FAST = "That was quick. Please read once more what you wrote, and send it again."
TOO_OLD = "This form was open for more than a day. Please send it again."


def signer() -> Signer:
    return Signer(salt="content.form-opened")


def sign_opening(at: datetime) -> str:
    return signer().sign(str(int(at.timestamp())))


class TimedForm(PublicForm):
    opened = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.initial["opened"] = sign_opening(timezone.now())

    def clean_opened(self) -> str:
        try:
            at = int(signer().unsign(self.cleaned_data["opened"]))
        except (BadSignature, ValueError):
            self.open_again()
            raise ValidationError(REJECTED) from None
        age = timezone.now().timestamp() - at
        if age < SHORTEST.total_seconds():
            raise ValidationError(TOO_FAST)
        if age > LONGEST.total_seconds():
            self.open_again()
            raise ValidationError(TOO_OLD)
        return self.cleaned_data["opened"]

    def open_again(self) -> None:
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("opened")] = sign_opening(timezone.now())
        self.data = data
