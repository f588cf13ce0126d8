from content.admin.contributions import ContributionInline
from content.models import Role


class PresenterInline(ContributionInline):
    """The people of an event. Most of them are presenters."""

    def get_extra(self, request, obj=None, **kwargs) -> int:
        copied = self.admin_site.get_model_admin(self.parent_model).copied_event(request)
        if copied is not None and (obj is None or obj.pk is None):
            return copied.contributions.count()
        return super().get_extra(request, obj, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "role":
            kwargs["initial"] = Role.PRESENTER
        return super().formfield_for_dbfield(db_field, request, **kwargs)
