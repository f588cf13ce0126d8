from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path

from imports.models import Proposal


@admin.register(Proposal)
class ProposalAdmin(admin.ModelAdmin):
    """One page, on which proposals are decided in bulk."""

    list_filter = ["kind", "state"]

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.changelist_view)
        return [path("", view, name="imports_proposal_changelist")]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        # Few requests need what finds and applies proposals, and it takes memory.
        from imports.proposals.views import show_proposals

        return show_proposals(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False
