from django.db.models import Count

from events.models import Event


class DeletionMixin:
    """An event with registrations can't be deleted. It can be canceled instead."""

    delete_confirmation_template = "admin/events/event_delete.html"

    def get_deleted_objects(self, objs, request) -> tuple:
        deletable, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected:
            # Show only their number: there may be thousands.
            protected = count_registrations(objs)
        return deletable, counts, lacking, protected

    def delete_view(self, request, object_id, extra_context=None):
        context = {"cancel_url": self.link_to("cancel", object_id)} if object_id.isdecimal() else {}
        return super().delete_view(request, object_id, {**context, **(extra_context or {})})


def count_registrations(events) -> list[str]:
    numbers = [event.pk for event in events]
    counted = Event.objects.filter(pk__in=numbers).annotate(registered=Count("registrations"))
    return [
        f"{event}: {event.registered} registration{'' if event.registered == 1 else 's'}"
        for event in counted.order_by("-starts_at")
        if event.registered
    ]
