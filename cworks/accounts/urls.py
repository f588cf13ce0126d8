"""The addresses below /admin/ for signing in and for one’s own account.

allauth finds them by its names for them: mfa_…, account_…, and openid_connect_….
"""

from collections.abc import Callable

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.generic import RedirectView

from cworks.accounts import pages


def later(name: str) -> Callable:
    """Return a view of cworks.accounts.views, which loads with the first request for one."""

    @never_cache
    @sensitive_post_parameters()
    def view(request: HttpRequest, **arguments) -> HttpResponse:
        return import_string(f"cworks.accounts.views.{name}")(request, **arguments)

    return view


open_form = require_http_methods(["GET", "HEAD", "POST"])
staff = admin.site.admin_view
to_sign_in = require_safe(RedirectView.as_view(pattern_name="admin:login"))

urlpatterns = [
    path("login/step/", open_form(later("second_step")), name="mfa_authenticate"),
    path("login/passkey/", open_form(later("sign_in_with_passkey")), name="mfa_login_webauthn"),
    path("login/provider/", require_POST(later("go_to_provider")), name="single-sign-on"),
    path(
        "login/provider/return/<provider_id>/",
        require_safe(later("return_from_provider")),
        name="openid_connect_callback",
    ),
    path("login/again/", to_sign_in, name="account_login"),
    path("login/password/", pages.ask_for_password_link, name="forgotten-password"),
    path("account/", staff(pages.your_account), name="your-account"),
    path("account/", staff(pages.your_account), name="mfa_index"),
    path("account/", staff(pages.your_account), name="mfa_list_webauthn"),
    path("account/sessions/<int:session_id>/end/", staff(pages.end_session), name="session-end"),
    path("account/passkeys/add/", staff(later("add_passkey")), name="mfa_add_webauthn"),
    path(
        "account/passkeys/<int:passkey_id>/remove/",
        staff(later("remove_passkey")),
        name="mfa_remove_webauthn",
    ),
    path("account/app/add/", staff(later("add_app")), name="mfa_activate_totp"),
    path("account/app/remove/", staff(later("remove_app")), name="mfa_deactivate_totp"),
    path("account/codes/", staff(later("recovery_codes")), name="mfa_view_recovery_codes"),
    path(
        "account/codes/replace/",
        staff(later("replace_codes")),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/confirm/password/",
        staff(later("confirm_by_password")),
        name="account_reauthenticate",
    ),
    path("account/confirm/code/", staff(later("confirm_by_code")), name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey/",
        staff(later("confirm_by_passkey")),
        name="mfa_reauthenticate_webauthn",
    ),
]
