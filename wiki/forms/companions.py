from django import forms


class OfferForm(forms.Form):
    """An editor's decision about two entries with similar titles."""

    first = forms.IntegerField()
    second = forms.IntegerField()
    belong_together = forms.TypedChoiceField(
        choices=[("yes", "Make companions"), ("no", "Not companions")],
        coerce=lambda word: word == "yes",
    )
    # The page of offers to return to.
    before = forms.IntegerField(required=False)
