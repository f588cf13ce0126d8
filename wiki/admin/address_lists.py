"""A page that makes a draft of each of many addresses, from what was read there."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from content.exceptions import TooManyAttempts
from content.keys import read_key
from wiki.admin.page_readings import PageReadings, find_duplicate, user_of
from wiki.forms.address_lists import MOST_ADDRESSES, AddressListForm
from wiki.models import PageReading, Resource
from wiki.normalized_urls import normalize_url
from wiki.services.page_readings import start_drafts


class AddressLists(PageReadings):
    def get_urls(self) -> list:
        view = require_http_methods(["GET", "HEAD", "POST"])(never_cache(self.addresses_view))
        view = self.admin_site.admin_view(view)
        return [path("addresses/", view, name="wiki_resource_addresses"), *super().get_urls()]

    def addresses_view(self, request: HttpRequest) -> HttpResponse:
        """Take addresses, or show what became of those whose readings the address names."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = AddressListForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                readings = start_drafts(urls=form.cleaned_data["addresses"], by=user_of(request))
            except TooManyAttempts as error:
                form.add_error(None, str(error))
            else:
                batch = urlencode({"first": readings[0].pk, "last": readings[-1].pk})
                return HttpResponseRedirect(f"{self.link_to('addresses')}?{batch}")
        rows = [self.describe_row(request, each) for each in self.find_batch(request)]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Add resources from addresses",
            "form": form,
            "rows": rows,
            "waiting": sum(not row["reading"].is_done for row in rows),
        }
        return TemplateResponse(request, "admin/wiki/resource_addresses.html", context)

    def find_batch(self, request: HttpRequest) -> list[PageReading]:
        first, last = (read_key(request.GET.get(name, "")) for name in ("first", "last"))
        if not first or not last:
            return []
        mine = PageReading.objects.filter(asked_by=user_of(request), pk__range=(first, last))
        return list(mine.order_by("pk")[:MOST_ADDRESSES])

    def describe_row(self, request: HttpRequest, reading: PageReading) -> dict:
        draft = Resource.objects.filter(
            normalized_url=normalize_url(reading.url),
            created_by=reading.asked_by,
            created_at__gte=reading.created_at,
        ).first()
        return {
            "reading": reading,
            "draft": draft,
            "draft_url": self.link_to("change", draft.pk) if draft else "",
            "duplicate": "" if draft else find_duplicate(request, reading.url, ""),
            "form_url": f"{self.link_to('add')}?{urlencode({'url': reading.url})}",
        }
