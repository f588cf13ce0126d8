from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path

from blog.exceptions import PartsChanged
from blog.services.series import order_parts
from content.admin.entries import describe_status
from content.keys import read_key, read_keys


class PartOrder(admin.ModelAdmin):
    """A page where the parts of a series are put in order: dragged, or moved by buttons."""

    # Of content.admin.revisions.
    find_entry: Callable[..., Any]
    link_to: Callable[..., str]
    url_name: Callable[..., str]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.order_view)
        return [path("<int:pk>/order/", view, name=self.url_name("order")), *super().get_urls()]

    def order_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        series = self.find_entry(request, pk)
        if not self.has_change_permission(request, series):
            raise PermissionDenied
        moved = 0
        if request.method == "POST":
            order, moved = read_order(request)
            try:
                order_parts(series=series, order=order)
            except PartsChanged as error:
                messages.error(request, str(error))
            address = self.link_to("order", pk)
            return HttpResponseRedirect(f"{address}?moved={moved}" if moved else address)
        moved = read_key(request.GET.get("moved", ""))
        parts = list(series.parts.as_links("part_number").in_series_order())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Order of parts",
            "series": series,
            "change_url": self.link_to("change", pk),
            "parts": [(part, describe_status(part)) for part in parts],
            "order": ",".join(str(part.pk) for part in parts),
            "moved": moved,
            "moved_part": next((part for part in parts if part.pk == moved), None),
        }
        return TemplateResponse(request, "admin/blog/part_order.html", context)


def read_order(request: HttpRequest) -> tuple[list[int], int]:
    """Return the order that someone wants, and the part that was moved."""
    order = read_keys(request.POST.get("order", "").split(","))
    direction, _, number = request.POST.get("move", "").partition("-")
    moved = read_key(number)
    if moved in order and direction in ("up", "down"):
        place = order.index(moved)
        order.remove(moved)
        order.insert(max(0, place - 1) if direction == "up" else place + 1, moved)
    return order, moved
