from django.db.models import Count

from events.models import Event


class Deleting:
    """An event for which somebody has registered is canceled, not deleted."""

    delete_confirmation_template = "admin/events/event_delete.html"

    def get_deleted_objects(self, objs, request) -> tuple:
        deletable, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if protected:
            # Not who they are: there may be thousands, and their number says enough.
            protected = say_registrations(objs)
        return deletable, counts, lacking, protected

    def delete_view(self, request, object_id, extra_context=None):
        context = {"cancel_url": self.link_to("cancel", object_id)} if object_id.isdecimal() else {}
        return super().delete_view(request, object_id, {**context, **(extra_context or {})})


def say_registrations(events) -> list[str]:
    numbers = [event.pk for event in events]
    counted = Event.objects.filter(pk__in=numbers).annotate(registered=Count("registrations"))
    return [
        f"{event}: {event.registered} registration{'' if event.registered == 1 else 's'}"
        for event in counted.order_by("-starts_at")
        if event.registered
    ]
