import atexit

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

from cworks import error_reports


class ProjectConfig(AppConfig):
    name = "cworks"

    def ready(self) -> None:
        from allauth.mfa import signals

        from content import readers, retention
        from cworks.accounts import notices, sessions
        from cworks.groups import sync_groups
        from cworks.page_cache.triggers_sql import install_triggers, loosen_triggers
        from cworks.personal_data import ACCOUNT, ACTIVITY, EMAILS, LOG, OLD_LOG
        from cworks.sign_in import record_failed_sign_in, record_sign_in

        # Permissions exist only after migrating. post_migrate is sent to apps with models; the
        # admin is the last of them, and this app has none.
        post_migrate.connect(sync_groups, sender=apps.get_app_config("admin"))
        pre_migrate.connect(loosen_triggers, sender=apps.get_app_config("admin"))
        post_migrate.connect(install_triggers, sender=apps.get_app_config("admin"))
        user_logged_in.connect(record_sign_in)
        user_logged_in.connect(sessions.begin)
        user_logged_in.connect(notices.note_sign_in)
        signals.authenticator_added.connect(notices.note_added)
        signals.authenticator_removed.connect(notices.note_removed)
        signals.authenticator_reset.connect(notices.note_reset)
        signals.authentication_failed.connect(notices.note_failure)
        user_login_failed.connect(record_failed_sign_in)
        readers.register_belongings(ACCOUNT, ACTIVITY, EMAILS, LOG)
        retention.register(sessions.SESSIONS, OLD_LOG)
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

    def ready(self) -> None:
        super().ready()
        # “Your account” shows what each person may see of these.
        for label in ("account", "mfa", "socialaccount", "usersessions"):
            for model in apps.get_app_config(label).get_models():
                if admin.site.is_registered(model):
                    admin.site.unregister(model)
