"""What an editor may correct in a proposal before accepting it."""

from typing import Any

from django import forms

from blog.models import Post
from blog.models.series import MAX_PARTS
from content.form_fields import SingleLineField, UrlFormField
from content.models import Place
from imports.models import Proposal

MOST_AUTHORS = 50


class ProposalForm(forms.Form):
    """The proposal's data, field by field. Returns it as `corrected`."""

    @property
    def corrected(self) -> dict[str, Any]:
        return self.cleaned_data


class SeriesTitleForm(ProposalForm):
    title = SingleLineField(label="Title of the series", max_length=300)


class PartForm(ProposalForm):
    number = forms.IntegerField(label="Part", min_value=1, max_value=MAX_PARTS, required=False)


class CrossPostForm(ProposalForm):
    publisher = SingleLineField(
        label="First appeared at",
        max_length=Post._meta.get_field("original_publisher").max_length,
        required=False,
    )
    address = UrlFormField(
        label="Address there", max_length=500, required=False, assume_scheme="https"
    )
    day = forms.DateField(
        label="Date",
        required=False,
        widget=forms.DateInput(attrs={"placeholder": "2018-09-21"}),
        error_messages={"invalid": "Enter the date as 2018-09-21."},
    )

    @property
    def corrected(self) -> dict[str, Any]:
        day = self.cleaned_data["day"]
        return {**self.cleaned_data, "day": day.isoformat() if day else ""}


class AuthorsForm(ProposalForm):
    names = forms.CharField(
        label="Authors, one per line", widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000
    )

    def clean_names(self) -> list[str]:
        names = [" ".join(name.split()) for name in self.cleaned_data["names"].splitlines()]
        names = list(dict.fromkeys(name for name in names if name))
        if len(names) > MOST_AUTHORS:
            raise forms.ValidationError(f"An entry has at most {MOST_AUTHORS} authors here.")
        if any(len(name) > 200 for name in names):
            raise forms.ValidationError("A name has at most 200 characters.")
        return names


class PlaceForm(ProposalForm):
    name = SingleLineField(label="Place", max_length=200)
    level = forms.ChoiceField(
        label="Is a",
        choices=[
            (Place.Level.STATE, Place.Level.STATE.label),
            (Place.Level.DISTRICT, Place.Level.DISTRICT.label),
        ],
    )
    state = SingleLineField(label="In the state", max_length=200, required=False)


FORMS: dict[str, type[ProposalForm]] = {
    Proposal.Subject.SERIES: PartForm,
    Proposal.Subject.CROSS_POST: CrossPostForm,
    Proposal.Subject.AUTHORS: AuthorsForm,
    Proposal.Subject.PLACE: PlaceForm,
    Proposal.Subject.COMPANION: ProposalForm,
}


def form_for(proposal: Proposal, data: Any = None) -> ProposalForm:
    """Return the form with what is proposed, or with what an editor sent."""
    initial = dict(proposal.data)
    if proposal.kind == Proposal.Subject.AUTHORS:
        initial["names"] = "\n".join(initial["names"])
    return FORMS[proposal.kind](data, initial=initial, prefix=f"p{proposal.pk}", label_suffix="")


def title_form_for(first: Proposal, data: Any = None) -> SeriesTitleForm:
    """Return the form for the title of the series with this first part."""
    return SeriesTitleForm(data, initial=first.data, prefix=f"g{first.pk}", label_suffix="")
