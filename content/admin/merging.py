"""Pages where editors merge two tags, people, topics, or places."""

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Field
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import urlencode
from taggit.models import Tag

from content.admin.autocompletes import OneRow
from content.editing.likely_duplicates import find_likely_duplicates, likely_duplicates_of
from content.editing.term_merging import count_entries, merge_terms, why_not
from content.editing.terms import address_of
from content.exceptions import MergeRefused
from content.forms.merging import MergeForm
from content.models import Contribution, Entry, EntryTag, Person, Place, Topic

# A field that refers to each model: what it suggests is what the form suggests.
REFERRING: dict[type[models.Model], Field] = {
    Tag: EntryTag._meta.get_field("tag"),
    Person: Contribution._meta.get_field("person"),
    Topic: Entry._meta.get_field("topics"),
    Place: Entry._meta.get_field("places"),
}


class NamedList(ChangeList):
    """A list whose names are sorted without regard to case."""

    def get_ordering_field(self, field_name):
        return Lower("name") if field_name == "name" else super().get_ordering_field(field_name)


class Merging(admin.ModelAdmin):
    """Adds a page that merges two of the list, and an action that leads to it."""

    actions = ["merge_chosen"]

    def get_urls(self) -> list:
        wrap, name = self.admin_site.admin_view, self.merge_url_name
        return [
            path("merge/", wrap(self.merge_view), name=name("merge")),
            *super().get_urls(),
        ]

    def get_changelist(self, request, **kwargs) -> type[ChangeList]:
        return NamedList

    def merge_url_name(self, page: str) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{page}"

    def merge_url(self, *terms) -> str:
        address = reverse(f"admin:{self.merge_url_name('merge')}")
        chosen = dict(zip(("one", "other"), (term.pk for term in terms), strict=False))
        return f"{address}?{urlencode(chosen)}" if chosen else address

    def has_merge_permission(self, request: HttpRequest, *terms) -> bool:
        """Whether a user may merge at all, or these: one is changed, and the other deleted."""
        may_both = self.has_change_permission(request) and self.has_delete_permission(request)
        return may_both and all(
            self.has_change_permission(request, term) and self.has_delete_permission(request, term)
            for term in terms
        )

    @admin.action(description="Merge…", permissions=["merge"])
    def merge_chosen(self, request, queryset) -> HttpResponse | None:
        chosen = list(queryset[:3])
        if len(chosen) > 2:
            self.message_user(request, "Choose two to merge at a time.", messages.ERROR)
            return None
        return HttpResponseRedirect(self.merge_url(*chosen))

    def merge_links(self) -> list[tuple[str, str]]:
        return [(f"Merge two {self.opts.verbose_name_plural}", self.merge_url())]

    def changelist_view(self, request, extra_context=None) -> HttpResponse:
        links = []
        if self.has_merge_permission(request):
            links = self.merge_links()
        return super().changelist_view(request, {"links": links, **(extra_context or {})})

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else request.GET
        form = MergeForm(
            given if {"one", "other"} & set(given) else None,
            terms=self.model._default_manager.all(),
            widget=lambda: OneRow(REFERRING[self.model], self.admin_site),
        )
        terms = self.read_terms(request, form) if form.is_bound else []
        if request.method == "POST" and terms:
            return self.merge(request, *terms)
        choices = [self.describe(term) for term in terms]
        context = {
            "title": f"Merge two {self.opts.verbose_name_plural}",
            "form": form,
            "choices": choices,
            "stays": max(choices, key=lambda choice: choice["count"], default=None),
            "total": count_entries(*terms) if terms else 0,
            "likely": self.suggest(form),
            "start_over_url": self.merge_url(),
        }
        return self.show(request, "admin/merge_terms.html", context)

    def read_terms(self, request, form: MergeForm) -> list:
        """Return the two terms that were chosen, or none, and say in the form why not."""
        if not form.is_valid():
            # One may be given, to be merged with one of those that the page suggests.
            if len(form.data.keys() & {"one", "other"}) < 2:
                form.errors.clear()
            return []
        terms = [form.cleaned_data["one"], form.cleaned_data["other"]]
        if not self.has_merge_permission(request, *terms):
            raise PermissionDenied
        refusal = why_not(*terms)
        if refusal:
            form.add_error(None, refusal)
            return []
        return terms

    def merge(self, request, one, other) -> HttpResponse:
        stays, goes = (other, one) if request.POST.get("stays") == str(other.pk) else (one, other)
        try:
            merge_terms(stays=stays, goes=goes, by=request.user)
        except MergeRefused as error:
            self.message_user(request, str(error), messages.ERROR)
            return HttpResponseRedirect(self.merge_url(one, other))
        words = f"“{goes}” has been merged into “{stays}”. Its old address redirects there."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:{self.merge_url_name('changelist')}"))

    def describe(self, term) -> dict:
        change_url = reverse(f"admin:{self.merge_url_name('change')}", args=[term.pk])
        return {
            "term": term,
            "count": count_entries(term),
            "address": address_of(term),
            "change_url": change_url,
        }

    def suggest(self, form: MergeForm) -> list[tuple]:
        """Return what the one term that was chosen is likely a duplicate of, each with its link."""
        return []

    def show(self, request, template: str, context: dict) -> HttpResponse:
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return TemplateResponse(request, template, shared | context)


class MergingPeople(Merging):
    """Also suggests which people are likely the same."""

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.duplicates_view)
        name = self.merge_url_name("duplicates")
        return [path("duplicates/", view, name=name), *super().get_urls()]

    def merge_links(self) -> list[tuple[str, str]]:
        duplicates = reverse(f"admin:{self.merge_url_name('duplicates')}")
        return [*super().merge_links(), ("Likely duplicates", duplicates)]

    def suggest(self, form: MergeForm) -> list[tuple]:
        chosen = form.cleaned_data if form.is_bound else {}
        if "one" not in chosen or "other" in chosen:
            return []
        person = chosen["one"]
        return [(other, self.merge_url(person, other)) for other in likely_duplicates_of(person)]

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        rows = [
            ([self.describe(person) for person in pair], self.merge_url(*pair))
            for pair in find_likely_duplicates()
        ]
        context = {"title": "Likely duplicates", "rows": rows}
        return self.show(request, "admin/likely_duplicates.html", context)
