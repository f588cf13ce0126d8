from django.views.generic import TemplateView

from content.admin.email_texts import list_wordings
from events.staff.base import EventStaffMixin


class EmailsView(EventStaffMixin, TemplateView):
    """What the emails about this event say, and where to change it."""

    permission_required = ["content.change_emailtext"]
    must_change_event = True
    title = "Emails"
    template_name = "admin/events/emails.html"

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(rows=list_wordings(entry=self.event), **kwargs)
