"""Signing in to the admin, and the limits on guessing passwords there."""

from math import ceil
from typing import cast

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm, AdminPasswordChangeForm
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from content import sign_ins
from content.activity import record
from content.exceptions import TooManyAttempts
from content.models import Activity, CountedAttempt, User
from content.phrases import join_list
from content.views.requests import network_address


class PasswordLimitMixin:
    """For forms that check a password: counts each attempt before checking it."""

    seconds_to_wait = 0

    def count(self, *, email: str, address: str, device: str) -> CountedAttempt:
        """Raises ValidationError."""
        try:
            return sign_ins.count_sign_in(email=email, address=address, device=device)
        except TooManyAttempts as error:
            self.seconds_to_wait = error.seconds
            raise ValidationError(describe_wait(error.seconds), code="too-many") from error


def describe_wait(seconds: int, what: str = "password") -> str:
    minutes = ceil(seconds / 60)
    wait = "a minute" if minutes == 1 else f"{minutes} minutes"
    return (
        f"There were too many attempts with a wrong {what}. Wait {wait}, then try again, or ask "
        "an administrator for a link to choose a new password."
    )


class SignInForm(PasswordLimitMixin, AdminAuthenticationForm):
    @sensitive_variables()
    def clean(self) -> dict:
        email, password = self.cleaned_data.get("username"), self.cleaned_data.get("password")
        if not email or not password:
            return super().clean()
        device = sign_ins.read_device(self.request.COOKIES, email=email)
        attempt = self.count(email=email, address=network_address(self.request), device=device)
        cleaned = super().clean()
        attempt.delete()
        return cleaned


class OwnPasswordForm(PasswordLimitMixin, AdminPasswordChangeForm):
    """For users who are signed in and change their own password."""

    @sensitive_variables("old_password")
    def clean_old_password(self) -> str:
        attempt = self.count(email=self.user.email, address="", device=f"user {self.user.pk}")
        old_password = super().clean_old_password()
        attempt.delete()
        return old_password

    def save(self, commit: bool = True) -> User:
        user = super().save(commit)
        record(Activity.Matter.ACCOUNT, "Changed their own password", by=user, about=user)
        return user


def record_sign_in(*, request: HttpRequest, user: User, **kwargs) -> None:
    what = f"Signed in{describe_origin(request)}{describe_methods(request, user)}"
    record(Activity.Matter.SIGN_IN, what, by=user)


def describe_methods(request: HttpRequest, user: User) -> str:
    """Return how someone signed in: with a password and an authenticator app."""
    names = {
        "webauthn": "a passkey",
        "totp": "an authenticator app",
        "recovery_codes": "a recovery code",
        "socialaccount": settings.SSO_NAME,
        "password": "a password",
    }
    records = get_authentication_records(request, user) if hasattr(request, "session") else []
    used = [names.get(each.get("type", each["method"]), "") for each in records]
    return f", with {join_list(used)}" if any(used) else ""


def record_failed_sign_in(*, credentials: dict, request: HttpRequest | None, **kwargs) -> None:
    """Record it without what was typed: it could be a password in the wrong field."""
    email = sign_ins.normalize(credentials.get("username") or "")
    user = User.objects.filter(email__iexact=email).first()
    what = f"Failed sign-in{describe_origin(request)}"
    if user is None:
        what = f"{what}, with an email address that has no account"
    record(Activity.Matter.FAILED_SIGN_IN, what, by=None, about=user)


def describe_origin(request: HttpRequest | None) -> str:
    # Django's tests sign in without one.
    is_known = request is not None and "REMOTE_ADDR" in request.META
    return f" from {network_address(request)}" if is_known else ""


class SignInView(LoginView):
    next_page = "admin:index"

    def form_valid(self, form: SignInForm) -> HttpResponse:
        user = form.get_user()
        return sign_in(self.request, user, method="password", lead_to=self.get_success_url())


def sign_in(request: HttpRequest, user: User, *, method: str, lead_to: str) -> HttpResponse:
    """Sign in someone who has shown one factor, or ask for the second if they have one."""
    record_authentication(request, user, method=method, reauthenticated=True)
    return perform_login(request, user, redirect_url=lead_to)


class SignInSite(AdminSite):
    """An admin whose sign-in pages say how long to wait, and remember devices."""

    login_form = SignInForm
    password_change_form = OwnPasswordForm

    def login(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        context = {
            **self.each_context(request),
            "title": "Sign in",
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            "next": request.POST.get("next") or request.GET.get("next") or reverse("admin:index"),
            "provider": settings.SSO_NAME if settings.SSO_ISSUER else "",
            **(extra_context or {}),
        }
        view = SignInView.as_view(
            extra_context=context,
            authentication_form=self.login_form,
            template_name="admin/login.html",
        )
        return set_retry_after(cast(HttpResponse, view(request)))

    def logout(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().logout(request, {"title": "Signed out", **(extra_context or {})})

    def password_change(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        return set_retry_after(super().password_change(request, extra_context))


def set_retry_after(response: HttpResponse) -> HttpResponse:
    form = (getattr(response, "context_data", None) or {}).get("form")
    if form and form.seconds_to_wait:
        response.status_code = 429
        response["Retry-After"] = form.seconds_to_wait
    return response


def remember_device(user: User, response: HttpResponse) -> None:
    response.set_cookie(
        sign_ins.DEVICE_COOKIE,
        sign_ins.write_device(user),
        max_age=sign_ins.DEVICE_KNOWN_FOR,
        path=reverse("admin:login"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
