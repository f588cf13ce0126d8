"""The pages of signing in with a second factor, and of adding one: allauth’s, in our admin."""

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.views.generic.base import ContextMixin

from content.activity import record
from content.models import Activity
from content.views.requests import network_address
from cworks.accounts import single_sign_on


class AdminPageMixin(ContextMixin):
    """For pages of allauth that look like the admin’s."""

    title = ""
    request: HttpRequest

    def get_context_data(self, **context) -> dict:
        frame = admin.site.each_context(self.request)
        return {**frame, "title": self.title, **super().get_context_data(**context)}


class SecondStepView(AdminPageMixin, AuthenticateView):
    title = "One more step"
    template_name = "admin/account/second_step.html"


class PasskeySignInView(LoginWebAuthnView):
    def form_invalid(self, form) -> HttpResponse:
        what = f"Failed sign-in with a passkey, from {network_address(self.request)}"
        record(Activity.Matter.FAILED_SIGN_IN, what, by=None)
        return super().form_invalid(form)


class AddPasskeyView(AdminPageMixin, AddWebAuthnView):
    title = "Add a passkey"
    template_name = "admin/account/add_passkey.html"

    def get_context_data(self, **context) -> dict:
        found = super().get_context_data(**context)
        # One that signs in without a password, and asks for a finger, a face, or a PIN.
        found["js_data"] = {"creation_options": auth.begin_registration(self.request.user, True)}
        return found


class RemovePasskeyView(AdminPageMixin, RemoveWebAuthnView):
    title = "Remove a passkey"
    template_name = "admin/account/remove.html"
    pk_url_kwarg = "passkey_id"


class AddAppView(AdminPageMixin, ActivateTOTPView):
    title = "Add an authenticator app"
    template_name = "admin/account/add_app.html"


class RemoveAppView(AdminPageMixin, DeactivateTOTPView):
    title = "Remove the authenticator app"
    template_name = "admin/account/remove.html"


class RecoveryCodesView(AdminPageMixin, ViewRecoveryCodesView):
    title = "Recovery codes"
    template_name = "admin/account/recovery_codes.html"


class ReplaceCodesView(AdminPageMixin, GenerateRecoveryCodesView):
    title = "Replace the recovery codes"
    template_name = "admin/account/replace_codes.html"


class ConfirmingView(AdminPageMixin):
    title = "Confirm that it’s you"
    template_name = "admin/account/confirm.html"


class ConfirmByPasswordView(ConfirmingView, ReauthenticateView):
    pass


class ConfirmByCodeView(ConfirmingView, CodeView):
    pass


class ConfirmByPasskeyView(ConfirmingView, ReauthenticateWebAuthnView):
    success_url = reverse_lazy("your-account")


second_step = SecondStepView.as_view()
sign_in_with_passkey = PasskeySignInView.as_view()
add_passkey = AddPasskeyView.as_view()
remove_passkey = RemovePasskeyView.as_view()
add_app = AddAppView.as_view()
remove_app = RemoveAppView.as_view()
recovery_codes = RecoveryCodesView.as_view()
replace_codes = ReplaceCodesView.as_view()
confirm_by_password = ConfirmByPasswordView.as_view()
confirm_by_code = ConfirmByCodeView.as_view()
confirm_by_passkey = ConfirmByPasskeyView.as_view()


def go_to_provider(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider with a page of its own.

    Browsers apply the security policy for forms to what a form redirects to, too.
    """
    response = openid_connect.login(request, single_sign_on.PROVIDER)
    if response.status_code != 302:
        return response
    frame = admin.site.each_context(request)
    context = {**frame, "title": "Signing in", "address": response["Location"]}
    return render(request, "admin/account/go_to_provider.html", context)


def return_from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    return openid_connect.callback(request, provider_id)
