from django.apps import AppConfig, apps
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.db.models.signals import post_migrate


class ProjectConfig(AppConfig):
    name = "cworks"

    def ready(self) -> None:
        from cworks.groups import sync_groups

        # Permissions exist only after migrating. The admin is the last app that has models, and
        # so the last to be announced; this app has none, and never is.
        post_migrate.connect(sync_groups, sender=apps.get_app_config("admin"))


class AdminConfig(DjangoAdminConfig):
    default_site = "cworks.admin.AdminSite"
