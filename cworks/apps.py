from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.db.models.signals import post_migrate


class ProjectConfig(AppConfig):
    name = "cworks"

    def ready(self) -> None:
        from cworks.groups import sync_groups

        # Permissions exist only after migrating, and this app comes after all that define them.
        post_migrate.connect(sync_groups, sender=self)


class AdminConfig(DjangoAdminConfig):
    default_site = "cworks.admin.AdminSite"
