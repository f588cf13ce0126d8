from content.forms.contributions import ContributionForm, ContributionFormSet
from content.forms.entries import EntryForm, PageForm

__all__ = ["ContributionForm", "ContributionFormSet", "EntryForm", "PageForm"]
