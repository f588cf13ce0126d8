"""The forms that registrants fill in, without an account."""

import re

from django import forms
from django.core.exceptions import ValidationError

from content.forms.public import PublicForm, ReaderEmailField, ReaderNameField
from events.forms.questions import add_question_fields, initial_answers
from events.models import ConsentText, Event, Registration

# Our emails include the name, so it must not advertise anything to an address someone else entered.
WEB_ADDRESS = re.compile(r"://|www\.", re.IGNORECASE)


class PersonForm(PublicForm):
    """A registrant’s name, and their answers to the event’s questions."""

    name = ReaderNameField(max_length=Registration._meta.get_field("name").max_length)

    def __init__(self, *args, event: Event, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        add_question_fields(self, event)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if WEB_ADDRESS.search(name):
            raise ValidationError("Enter only your name, without a web address.")
        return name

    @property
    def question_fields(self) -> list:
        return [field for field in self if field.name.startswith("question-")]


class ChangeForm(PersonForm):
    def __init__(self, *args, registration: Registration, **kwargs) -> None:
        initial = {"name": registration.name, **initial_answers(registration.answers)}
        super().__init__(*args, event=registration.event, initial=initial, **kwargs)


class RegistrationForm(PersonForm):
    email = ReaderEmailField(
        help_text="We’ll send a confirmation with a link to change or cancel your registration.",
    )
    agrees = forms.BooleanField(
        label="I agree",
        error_messages={"required": "Check “I agree” so that we can register you."},
    )
    # The version that the page showed: people must have read what they agree to.
    consent = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, consent: ConsentText, **kwargs) -> None:
        self.consent = consent
        super().__init__(*args, **kwargs)
        self.initial["consent"] = consent.version
        self.order_fields(["name", "email", *(field.name for field in self.question_fields)])

    @property
    def consent_text(self) -> str:
        return self.consent.as_text

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("consent") != self.consent.version:
            # The form now shows the current version and asks again.
            self.data = self.data.copy()
            self.data["consent"] = self.consent.version
            self.data.pop("agrees", None)
            if "agrees" not in self.errors:
                self.add_error(
                    "agrees",
                    "The text that you agree to has changed since you opened the page. Please read "
                    "it again.",
                )
        return cleaned
