from django import forms
from django.db.models import Q

from content.editing.forms import EntryForm
from content.editing.permissions import visible_to
from wiki.models import Article
from wiki.models.publications import PUBLICATION_FORMATS


class ArticleForm(EntryForm):
    note = forms.CharField(
        label="What you changed",
        required=False,
        max_length=300,
        help_text="In a few words, for the public history.",
    )

    class Meta(EntryForm.Meta):
        widgets = {
            **EntryForm.Meta.widgets,
            "review_by": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self.limit_parents()

    def limit_parents(self) -> None:
        """Offer articles that this user may read, and the parent that is already chosen."""
        choosable = Q(pk__in=visible_to(self.user).values("pk")) | Q(pk=self.instance.parent_id)
        self.fields["parent"].queryset = Article.objects.filter(choosable)


class LibraryEntryForm(EntryForm):
    """The form of a publication or a resource, whose format is required."""

    formats: list

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "format" in self.fields:
            field = self.fields["format"]
            field.required = True
            choices = [(choice.value, choice.label) for choice in self.formats]
            field.choices = [("", "Choose"), *choices]


class PublicationForm(LibraryEntryForm):
    formats = PUBLICATION_FORMATS
