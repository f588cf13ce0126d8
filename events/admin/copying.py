from events.admin.presenters import PresenterInline
from events.forms.copies import copied_people, copied_values
from events.models import Event
from events.services.questions import copy_questions


class CopyingMixin:
    """Another date of an event: the form for a new one, with everything but dates filled in."""

    inlines = [PresenterInline]

    def copied_event(self, request) -> Event | None:
        """Return the event that is being copied, if any."""
        number = request.GET.get("copy", "")
        if not (number.isascii() and number.isdecimal()) or len(number) > 18:
            return None
        return self.get_queryset(request).filter(pk=number).first()

    def get_changeform_initial_data(self, request) -> dict:
        copied = self.copied_event(request)
        return copied_values(copied) if copied else super().get_changeform_initial_data(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        copied = None if change else self.copied_event(request)
        form.copied_from = copied if copied is not None and copied.join_url else None
        return form

    def get_formset_kwargs(self, request, obj, inline, prefix) -> dict:
        values = super().get_formset_kwargs(request, obj, inline, prefix)
        copied = self.copied_event(request) if obj.pk is None else None
        if copied is not None and isinstance(inline, PresenterInline):
            values["initial"] = copied_people(copied)
        return values

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and self.has_add_permission(request):
            copy = ("Copy for another date", f"{self.link_to('add')}?copy={obj.pk}")
            context["more_links"] = [*context.get("more_links", []), copy]
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        copied = None if change else self.copied_event(request)
        if copied is not None:
            copy_questions(source=copied, target=form.instance)
