from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html

from content.editing.forms import EntryForm
from content.editing.permissions import visible_to
from content.locks import take_lock
from wiki.models import Article, Resource
from wiki.models.publications import PUBLICATION_FORMATS
from wiki.models.resources import RESOURCE_FORMATS
from wiki.normalized_urls import normalize_url


class ArticleForm(EntryForm):
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


class ResourceForm(LibraryEntryForm):
    formats = RESOURCE_FORMATS

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        if url:
            # Keep others from adding the same address before this one is saved.
            take_lock("addresses of resources")
            same = Resource.objects.filter(normalized_url=normalize_url(url))
            others = same.exclude(pk=self.instance.pk)
            if others:
                raise ValidationError(self.describe_duplicate(others))
        return url

    def describe_duplicate(self, others: QuerySet[Resource]) -> str:
        other = others.filter(pk__in=visible_to(self.user).values("pk")).first()
        if other is None:
            return "The library already has this address, in someone else’s draft."
        return format_html(
            'The library already has this address: <a href="{}">{}</a>. Change that entry instead.',
            reverse("admin:wiki_resource_change", args=[other.pk]),
            other,
        )


class PublicationForm(LibraryEntryForm):
    formats = PUBLICATION_FORMATS
