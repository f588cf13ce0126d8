"""The pages of an account that need no more than Django: what there is, and a new password."""

from typing import cast

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.tokens import default_token_generator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.activity import record
from content.exceptions import TooManyAttempts
from content.mail import EmailContent
from content.mail.emails import email_users
from content.models import Activity, User
from content.sign_ins import count_password_link, normalize
from content.site import site_name
from content.views.requests import network_address
from cworks.accounts import sessions


@never_cache
@require_safe
def your_account(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    factors = Authenticator.objects.filter(user=user).order_by("created_at")
    of_type = Authenticator.Type
    context = {
        **admin.site.each_context(request),
        "title": "Your account",
        "passkeys": [each for each in factors if each.type == of_type.WEBAUTHN],
        "app": next((each for each in factors if each.type == of_type.TOTP), None),
        "has_codes": any(each.type == of_type.RECOVERY_CODES for each in factors),
        "sessions": sessions.list_sessions(user, current=request.session.session_key or ""),
        "idle_for": describe_hours(settings.SESSION_IDLE_HOURS),
        "at_most": describe_hours(settings.SESSION_HOURS),
    }
    return render(request, "admin/account/your_account.html", context)


def describe_hours(hours: int) -> str:
    """Return how long that is: 12 hours, or 7 days."""
    number, unit = (hours // 24, "day") if hours > 24 and hours % 24 == 0 else (hours, "hour")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    try:
        device = sessions.end_session(user=cast(User, request.user), pk=session_id)
    except UserSession.DoesNotExist:
        raise Http404("You have no such session.") from None
    messages.success(request, f"Ended the session: {device}.")
    return redirect("your-account")


@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_password_link(request: HttpRequest) -> HttpResponse:
    """Email a link to choose a password, and say the same whether there is such an account."""
    from cworks.accounts.forms import ForgottenPasswordForm

    form = ForgottenPasswordForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_valid():
        email = normalize(form.cleaned_data["email"])
        try:
            count_password_link(email=email, address=network_address(request))
        except TooManyAttempts:
            form.add_error(None, "There were too many requests. Wait 15 minutes, then try again.")
            status = 429
        else:
            send_password_link(email)
            messages.success(
                request,
                f"If {email} has an account here, a link to choose a new password is on its way "
                "there. It works once, within three days.",
            )
            return HttpResponseRedirect(reverse("admin:login"))
    context = {**admin.site.each_context(request), "title": "Forgot your password?", "form": form}
    return render(request, "admin/account/forgotten_password.html", context, status=status)


def send_password_link(email: str) -> None:
    user = User.objects.filter(email__iexact=email, is_active=True, is_staff=True).first()
    if user is None:
        return
    number, token = urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token
    path = reverse("admin:invitation", args=[number, token(user)])
    content = EmailContent(
        subject=f"Choose a new password for {site_name()}",
        paragraphs=[
            "Someone asked for a link to choose a new password for your account. It works once, "
            "within three days.",
            "If it wasn’t you, ignore this email: your password stays as it is.",
        ],
        button=("Choose a password", f"{settings.SITE_URL}{path}"),
    )
    email_users(users=[user], purpose="account", content=content)
    record(Activity.Matter.ACCOUNT, "Asked for a link to choose a password", by=None, about=user)
