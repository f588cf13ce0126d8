"""Staff pages that offer possible companions: entries with similar titles."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from content.admin.forms_of_entries import form_address
from content.keys import read_key
from content.models import Entry
from wiki.forms.companions import OfferForm
from wiki.services.companion_offers import join, next_offers, reject_companions


class CompanionPages:
    """The companion pages of the resource admin."""

    change_list_template = "admin/wiki/resource_list.html"

    def get_urls(self) -> list:
        def route(address: str, view, name: str):
            return path(address, self.admin_site.admin_view(view), name=f"wiki_resource_{name}")

        return [
            route("companions/", self.companions_view, "companions"),
            route("companions/decide/", require_POST(self.decide_view), "companions_decide"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        context = {
            "may_add": self.has_add_permission(request),
            "may_import": self.has_add_permission(request) and self.has_change_permission(request),
            "may_join": self.has_publish_permission(request),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    # Companions

    def companions_view(self, request: HttpRequest) -> HttpResponse:
        self.require(self.has_publish_permission(request))
        before = read_key(request.GET.get("before", "")) or None
        offers, following = next_offers(before=before)
        context = {
            "title": "Possible companions",
            "offers": offers,
            "before": before,
            "following": following,
        }
        return self.show(request, "resource_companions", context)

    def decide_view(self, request: HttpRequest) -> HttpResponse:
        self.require(self.has_publish_permission(request))
        form = OfferForm(request.POST)
        if not form.is_valid():
            raise Http404("Choose what to do with the two entries.")
        cleaned = form.cleaned_data
        entries = Entry.objects.in_bulk([cleaned["first"], cleaned["second"]])
        if len(entries) != 2:
            self.message_user(request, "One of the two entries no longer exists.", messages.WARNING)
        elif cleaned["belong_together"]:
            join(
                first=entries[cleaned["first"]], second=entries[cleaned["second"]], by=request.user
            )
            self.message_user(
                request, "They are now companions, and each page shows the other.", messages.SUCCESS
            )
        else:
            reject_companions(first=entries[cleaned["first"]], second=entries[cleaned["second"]])
            self.message_user(request, "This pair won’t be suggested again.", messages.SUCCESS)
        address = reverse("admin:wiki_resource_companions")
        before = f"?before={cleaned['before']}" if cleaned["before"] else ""
        return HttpResponseRedirect(address + before)

    # Both

    def require(self, allowed: bool) -> None:
        if not allowed:
            raise PermissionDenied

    def show(self, request: HttpRequest, template: str, context: dict) -> HttpResponse:
        if "offers" in context:
            context["offers"] = [
                [(entry, form_address(entry)) for entry in (offer.first, offer.second)]
                for offer in context["offers"]
            ]
        return TemplateResponse(
            request,
            f"admin/wiki/{template}.html",
            {
                **self.admin_site.each_context(request),
                "opts": self.opts,
                "may_publish": self.has_publish_permission(request),
                **context,
            },
        )


def redirect(name: str, *args) -> HttpResponse:
    return HttpResponseRedirect(reverse(name, args=args))
