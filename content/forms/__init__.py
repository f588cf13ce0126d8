from content.forms.contributions import ContributionForm
from content.forms.entries import EntryForm, PageForm

__all__ = ["ContributionForm", "EntryForm", "PageForm"]
