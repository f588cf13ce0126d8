from django import forms


class OfferForm(forms.Form):
    """What an editor says of two entries of similar titles."""

    first = forms.IntegerField()
    second = forms.IntegerField()
    belong_together = forms.TypedChoiceField(
        choices=[("yes", "Join"), ("no", "They do not belong together")],
        coerce=lambda word: word == "yes",
    )
    # The page of offers to go back to.
    before = forms.IntegerField(required=False)
