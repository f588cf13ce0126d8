from django import forms


class CancelForm(forms.Form):
    note = forms.CharField(
        label="A word to those who wanted to come",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Such as why, and whether there will be another date. It stands in the mail and "
        "on the event’s page.",
    )
