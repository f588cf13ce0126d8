import atexit

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.models.signals import post_migrate

from cworks import error_reports


class ProjectConfig(AppConfig):
    name = "cworks"

    def ready(self) -> None:
        from cworks.groups import sync_groups
        from cworks.page_cache.triggers_sql import install_triggers
        from cworks.sign_in import record_failed_sign_in, record_sign_in

        # Permissions exist only after migrating. post_migrate is sent to apps with models; the
        # admin is the last of them, and this app has none.
        post_migrate.connect(sync_groups, sender=apps.get_app_config("admin"))
        post_migrate.connect(install_triggers, sender=apps.get_app_config("admin"))
        user_logged_in.connect(record_sign_in)
        user_login_failed.connect(record_failed_sign_in)
        atexit.register(close_pools)
        if settings.SENTRY_DSN:
            error_reports.start(settings.SENTRY_DSN)


def close_pools() -> None:
    """Stop the threads of connection pools. Later, Python would wait five seconds for each."""
    # Django's close_pool() would first open the pool that a process has not used.
    for pool in getattr(DatabaseWrapper, "_connection_pools", {}).values():
        pool.close()


class AdminConfig(DjangoAdminConfig):
    default_site = "cworks.admin.AdminSite"
