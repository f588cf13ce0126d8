"""Forms for staff who manage registrations."""

from django import forms

from content.editing.forms.lengths import check_length
from content.editing.forms.widgets import MarkdownWidget
from content.form_fields import EmailAddressField, SingleLineField
from events.forms.registrations import ChangeForm, PersonForm
from events.models import Message


class AddRegistrationForm(PersonForm):
    email = EmailAddressField(label="Email address", help_text="We’ll send the confirmation here.")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        del self.fields["website"]
        self.order_fields(["name", "email"])


class PresenterForm(forms.Form):
    """Someone who presents, and where to send their link."""

    name = SingleLineField(
        label="Name", max_length=200, error_messages={"required": "Enter the presenter’s name."}
    )
    email = EmailAddressField(label="Email address", help_text="Readers never see it.")


class EditRegistrationForm(ChangeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        del self.fields["website"]


class CapacityForm(forms.Form):
    capacity = forms.IntegerField(
        label="Seats",
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text="Leave empty for unlimited. New seats go to the waiting list, in order.",
    )


class MessageForm(forms.ModelForm):
    class Meta:
        model = Message
        fields = ["audience", "subject", "body"]
        widgets = {"body": MarkdownWidget(attrs={"rows": 12})}
        help_texts = {
            "body": "Markdown. {name} is replaced with the person’s name. A link to their "
            "registration is added automatically."
        }

    def clean_body(self) -> str:
        check_length(self.cleaned_data["body"])
        return self.cleaned_data["body"]

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())


class CheckInForm(forms.Form):
    """A check-in, or a search of the check-in list."""

    q = forms.CharField(required=False)
    registration = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    undo = forms.BooleanField(required=False)
