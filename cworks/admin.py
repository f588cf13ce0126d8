from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import PasswordResetConfirmView
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse_lazy
from django.views.decorators.http import require_http_methods

from content.kinds import all_kinds
from content.models import Entry
from content.views import editor
from cworks.autocomplete import ClosestFirst
from cworks.body_limits import limit_for
from cworks.dashboard import coming_for, waiting_for
from cworks.sign_in import SignInSiteMixin

accept_forms = require_http_methods(["GET", "HEAD", "POST"])

JOBS = "procrastinate.procrastinatejob"
# In the menu, where there is room for two rows.
SHORT_NAMES = {JOBS: "Jobs", "imports.siteexport": "Exports", "imports.importfinding": "Findings"}
# The start page: the kinds' groups first, and models in no group last.
MORE_GROUPS = {
    "People and subjects": [
        "content.person",
        "content.topic",
        "taggit.tag",
        "content.place",
        "content.synonyms",
    ],
    "Files": ["content.image", "content.document"],
    "Site": [
        "content.bulkchange",
        "content.deletedentry",
        "content.redirect",
        "content.webaddress",
        "content.searchcount",
        "content.pinnedentry",
        "imports.importrun",
        "imports.importfinding",
        "imports.proposal",
        "content.user",
        "auth.group",
        "imports.siteexport",
        JOBS,
    ],
}


def start_page_groups() -> dict[str, list[str]]:
    """Return {group: models that it lists, as app.model}."""
    groups: dict[str, list[str]] = {}
    for kind in all_kinds():
        models = [f"{kind.app_label}.{name}" for name in (kind.name, *kind.admin_models)]
        groups.setdefault(kind.admin_group, []).extend(models)
    return groups | MORE_GROUPS


class InvitationView(PasswordResetConfirmView):
    """The page where a new user chooses a password."""

    template_name = "admin/invitation.html"
    success_url = reverse_lazy("admin:index")
    post_reset_login = True

    def dispatch(self, *args, **kwargs) -> HttpResponse:
        response = super().dispatch(*args, **kwargs)
        # The address is the secret, so no log has it as the Referer of the next page. Not
        # no-referrer: browsers would then send the form without the Origin that Django checks.
        response["Referrer-Policy"] = "strict-origin"
        return response


class AdminSite(SignInSiteMixin, admin.AdminSite):
    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
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
            path("tags/", editor.suggest_tags, name="tag-suggestions"),
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
        return {**super().each_context(request), "largest_form": limit_for(request)}

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
        return super().index(request, context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list:
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        found = {
            f"{app['app_label']}.{model['object_name'].lower()}": model
            for app in apps
            for model in app["models"]
        }
        for model, name in SHORT_NAMES.items():
            if model in found:
                found[model]["name"] = name
        grouped = [
            (title, [found.pop(name) for name in names if name in found])
            for title, names in start_page_groups().items()
        ]
        grouped.append(("More", list(found.values())))
        return [
            {
                "name": title,
                "app_label": title.lower().replace(" ", "-"),
                "app_url": "",
                "has_module_perms": True,
                "models": models,
            }
            for title, models in grouped
            if models
        ]
