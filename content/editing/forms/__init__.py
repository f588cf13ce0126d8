from content.editing.forms.contributions import ContributionForm, ContributionFormSet
from content.editing.forms.entries import EntryForm

__all__ = ["ContributionForm", "ContributionFormSet", "EntryForm"]
