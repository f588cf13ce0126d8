from collections.abc import Callable
from functools import wraps

from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import INTERNAL_RESET_SESSION_TOKEN, PasswordResetConfirmView
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse_lazy
from django.views.decorators.http import require_http_methods

from content.activity import record
from content.models import Activity, Entry, User
from content.site import site_name
from content.views import editor, reviews
from cworks.admin_menu import arrange, find_place, list_most_added, pages_for
from cworks.autocomplete import ClosestFirst
from cworks.body_limits import limit_for
from cworks.dashboard import coming_for, waiting_for
from cworks.sign_in import SignInSite, sign_in

accept_forms = require_http_methods(["GET", "HEAD", "POST"])


class InvitationView(PasswordResetConfirmView):
    """The page where a new user chooses a password."""

    template_name = "admin/invitation.html"
    success_url = reverse_lazy("admin:index")

    def get_user(self, uidb64: str) -> User | None:
        user = super().get_user(uidb64)
        # Who has the link would otherwise know the password when the account is active again.
        return user if user is not None and user.is_active else None

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        user = form.save()
        del self.request.session[INTERNAL_RESET_SESSION_TOKEN]
        record(Activity.Matter.ACCOUNT, "Chose a password with a link", by=user, about=user)
        # Their email account alone must not be enough for someone with a second factor.
        return sign_in(self.request, user, method="email", lead_to=str(self.success_url))

    def dispatch(self, *args, **kwargs) -> HttpResponse:
        response = super().dispatch(*args, **kwargs)
        # The address is the secret, so no log has it as the Referer of the next page. Not
        # no-referrer: browsers would then send the form without the Origin that Django checks.
        response["Referrer-Policy"] = "strict-origin"
        return response


class AdminSite(SignInSite):
    index_title = "Write, edit, publish"
    index_template = "admin/start.html"
    # The menu is in the header, so that the text gets the full width.
    enable_nav_sidebar = False

    def get_urls(self) -> list:
        # Scripts call these: the views themselves tell them when the user is signed out.
        return [
            path("preview/frame/", editor.preview_frame, name="preview-frame"),
            path("session/", editor.check_session, name="check-session"),
            path(
                "invitation/<uidb64>/<token>/",
                accept_forms(InvitationView.as_view()),
                name="invitation",
            ),
            *(
                path(f"review/<number:pk>/{name}/", self.admin_view(view), name=f"review-{name}")
                for name, view in (
                    ("notes", reviews.change_notes),
                    ("assignment", reviews.change_assignment),
                    ("discard", reviews.discard),
                    ("open", reviews.tell_open),
                )
            ),
            path("tags/", editor.suggest_tags, name="tag-suggestions"),
            path("images/", editor.suggest_images, name="image-suggestions"),
            path("links/", editor.suggest_links, name="link-suggestions"),
            # In place of Django's, which shows the address of anything to any member of staff.
            path(
                "r/<int:content_type_id>/<int:object_id>/",
                self.admin_view(self.view_on_site),
                name="view_on_site",
            ),
            *(url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"),
        ]

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        @wraps(view)
        def with_plain_number(request: HttpRequest, *arguments, **named):
            # Python reads the digits of every script as a number. Elsewhere, routes refuse them.
            if not str(named.get("object_id", "")).isascii():
                raise Http404("No item has this ID.")
            return view(request, *arguments, **named)

        # Django's own views would answer every other method with their page.
        return accept_forms(super().admin_view(with_plain_number, cacheable))

    def each_context(self, request: HttpRequest) -> dict:
        context = super().each_context(request)
        return {
            **context,
            "site_header": site_name(),
            "site_title": site_name(),
            "menu_place": find_place(context["available_apps"]),
            "largest_form": limit_for(request),
            "second_factor_due": getattr(request, "second_factor_due", None),
        }

    def view_on_site(self, request: HttpRequest, content_type_id: str, object_id: str):
        """Redirect to the public page of something that the user may see in the admin."""
        model = get_object_or_404(ContentType, pk=content_type_id).model_class()
        if model is None or not self.is_registered(model):
            raise Http404("Items of this type have no public pages.")
        model_admin = self.get_model_admin(model)
        found = model_admin.get_object(request, object_id)
        is_draft = isinstance(found, Entry) and not found.is_public
        if is_draft or not hasattr(found, "get_absolute_url"):
            raise Http404("This has no public page.")
        if not model_admin.has_view_permission(request, found):
            raise PermissionDenied
        return redirect(found)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return ClosestFirst.as_view(admin_site=self)(request)

    def index(self, request: HttpRequest, extra_context=None):
        context = {
            "waiting": list(waiting_for(request.user)),
            "coming_events": coming_for(request.user),
            **(extra_context or {}),
        }
        response = super().index(request, context)
        response.context_data["most_added"] = list_most_added(response.context_data["app_list"])
        return response

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list:
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        return arrange(apps, request.path, pages_for(request.user))
