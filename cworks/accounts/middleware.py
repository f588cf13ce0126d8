from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from content.models import User
from cworks.accounts import second_factors, sessions
from cworks.sign_in import remember_device

ADMIN = "/admin/"
# What browsers request by themselves does not keep a session alive.
BY_ITSELF = ("/admin/session/", "/admin/review/")
# What someone may open who must add a second factor first.
ALWAYS_OPEN = ("/admin/account/", "/admin/login/", "/admin/logout/", "/admin/session/")


class StaffSessionMiddleware:
    """Ends sessions in time, and asks for second factors. Public pages pass it untouched.

    Outside of the admin, who lacks a second factor is no one: drafts’ files are there, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ADMIN):
            signed_in_user = request.user
            # Only a view that asks who it is takes the queries.
            request.user = cast(User, SimpleLazyObject(lambda: unless_overdue(signed_in_user)))
            return self.get_response(request)
        response = self.check(request) or self.get_response(request)
        signed_in: User | None = getattr(request, "signed_in", None)
        if signed_in is not None:
            remember_device(signed_in, response)
        return response

    def check(self, request: HttpRequest) -> HttpResponse | None:
        path = request.path_info
        if isinstance(request.user, User) and not path.startswith(BY_ITSELF):
            sessions.keep(request)
        if not isinstance(request.user, User):
            return None
        due = second_factors.find_due_date(request.user)
        request.second_factor_due = due  # type: ignore[attr-defined]
        if not second_factors.is_over(due) or path.startswith(ALWAYS_OPEN):
            return None
        messages.warning(request, "Add a second way to sign in, then go on.")
        return HttpResponseRedirect(reverse("your-account"))


def unless_overdue(user: User | AnonymousUser) -> User | AnonymousUser:
    is_overdue = isinstance(user, User) and second_factors.is_over(
        second_factors.find_due_date(user)
    )
    return AnonymousUser() if is_overdue else user
