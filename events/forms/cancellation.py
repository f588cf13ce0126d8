from django import forms


class CancelForm(forms.Form):
    note = forms.CharField(
        label="Note to registrants",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For example, why the event is called off, and whether there will be another "
        "date. It appears in the email and on the event’s page.",
    )
