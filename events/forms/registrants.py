"""What the staff fills in about registrations."""

from django import forms

from events.forms.registrations import ChangeForm, PersonForm
from events.models import Message


class AddForm(PersonForm):
    email = forms.EmailField(label="Email address", help_text="The confirmation goes there.")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        del self.fields["website"]
        self.order_fields(["name", "email"])


class EditForm(ChangeForm):
    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name"
        del self.fields["website"]


class CapacityForm(forms.Form):
    capacity = forms.IntegerField(
        label="Seats",
        required=False,
        min_value=1,
        help_text="Empty: as many as come. New seats go to those who wait, in their order.",
    )


class MessageForm(forms.ModelForm):
    class Meta:
        model = Message
        fields = ["audience", "subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}
        help_texts = {
            "body": "Markdown. {name} becomes the person’s name. The link to their registration "
            "stands below by itself."
        }

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())
