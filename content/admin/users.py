from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.text import capfirst
from django.views.decorators.http import require_POST

from content.admin.columns import minute_column
from content.admin.filters import RelationFilter
from content.admin.lookups import ListedLookups
from content.editing.accounts import find_person_named_as, record_person
from content.editing.revisions import users_with_revisions
from content.forms.users import InvitationForm
from content.mail import EmailContent
from content.mail.emails import email_users
from content.models import Activity, User
from content.phrases import join_list
from content.sign_ins import forget_sign_ins
from content.site import site_name

# Without the account, the history couldn't name the writer.
KEPT_REVISIONS = (
    "The revisions of {}, which must keep their writer’s name. To keep this person from signing "
    "in, open the account and uncheck “Active.”"
)
OWN = (
    "What names them as an author is this user’s own: they edit it while it’s a draft, propose "
    "changes once it’s published, and see its numbers."
)

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(ListedLookups, DjangoUserAdmin):
    activity_kind = Activity.Matter.ACCOUNT
    add_form = InvitationForm
    add_form_template = "admin/user_form.html"
    change_form_template = "admin/user_form.html"
    ordering = ["name"]
    list_display = [
        "name",
        "email",
        "groups_text",
        "person",
        "is_active",
        minute_column("last_login", "Last sign-in"),
    ]
    list_filter = ["is_active", ("groups", RelationFilter)]
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["name", "email"]
    search_help_text = "Name or email address"
    autocomplete_fields = ["person"]
    fieldsets = [
        (None, {"fields": ["name", "email", "person"]}),
        ("Permissions", {"fields": ["groups", "is_active", "is_staff", "is_superuser"]}),
    ]
    add_fieldsets = [(None, {"fields": ["name", "email", "person", "groups"]})]
    filter_horizontal = []

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple()
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "person":
            kwargs["help_text"] = f"{db_field.help_text} {OWN}"
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person").prefetch_related("groups")

    def get_deleted_objects(self, objs, request) -> tuple:
        deletable, counts, lacking, protected = super().get_deleted_objects(objs, request)
        kept = [KEPT_REVISIONS.format(user) for user in users_with_revisions(objs)]
        return deletable, counts, lacking, [*protected, *kept]

    @admin.display(description="Groups")
    def groups_text(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def save_model(self, request, obj, form, change) -> None:
        before = User.objects.get(pk=obj.pk) if change else None
        request.access_before = describe_access(before) if before else ""
        request.person_before = before.person if before else None
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change) -> None:
        super().save_related(request, form, formsets, change)
        before, after = request.access_before, describe_access(form.instance)
        if before != after:
            what = f"access changed from {before} to {after}" if before else f"access: {after}"
            self.record_activity(request, form.instance, capfirst(what))
        record_person(user=form.instance, before=request.person_before, by=request.user)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.person is None:
            context["suggested_person"] = find_person_named_as(obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_urls(self) -> list:
        wrap = self.admin_site.admin_view
        invite = wrap(require_POST(self.invite_view))
        allow = wrap(require_POST(self.allow_sign_in_view))
        remove = wrap(require_POST(self.remove_factors_view))
        return [
            path("<int:pk>/invite/", invite, name="content_user_invite"),
            path("<int:pk>/allow-sign-in/", allow, name="content_user_allow_sign_in"),
            path("<int:pk>/remove-factors/", remove, name="content_user_remove_factors"),
            *super().get_urls(),
        ]

    def response_add(self, request, obj, post_url_continue=None) -> HttpResponse:
        self.invite(request, obj)
        return HttpResponseRedirect(reverse("admin:content_user_change", args=[obj.pk]))

    def invite_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        self.invite(request, user)
        return HttpResponseRedirect(reverse("admin:content_user_change", args=[pk]))

    def allow_sign_in_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        forget_sign_ins(user)
        self.record_activity(request, user, "Allowed to try to sign in again")
        self.message_user(request, f"{user} can try to sign in again now.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:content_user_change", args=[pk]))

    def remove_factors_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For someone who has lost their phone and their recovery codes."""
        user = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        Authenticator.objects.filter(user=user).delete()
        self.record_activity(request, user, "Removed all second factors")
        self.message_user(
            request, f"{user} signs in without a second factor now.", messages.SUCCESS
        )
        return HttpResponseRedirect(reverse("admin:content_user_change", args=[pk]))

    def invite(self, request: HttpRequest, user: User) -> None:
        """Email a link to choose a password, and show it, too: an email may not arrive."""
        number = urlsafe_base64_encode(force_bytes(user.pk))
        token = default_token_generator.make_token(user)
        self.record_activity(request, user, "Got a link to choose a password")
        path = reverse("admin:invitation", args=[number, token])
        verb = "has sent you a link for" if user.has_usable_password() else "has given you"
        account = "your account" if user.has_usable_password() else "an account"
        content = EmailContent(
            subject=f"Your account at {site_name()}: choose a password",
            paragraphs=[
                f"{request.user} {verb} {account} at {site_name()}. Choose a password with this "
                "link, which works once, within three days.",
                f"From then on, you sign in with it and {user.email}.",
            ],
            button=("Choose a password", f"{settings.SITE_URL}{path}"),
        )
        email_users(users=[user], purpose="account", content=content)
        self.message_user(
            request,
            f"An email is on its way to {user.email}, with a link to choose a password. It works "
            f"once, within three days. You can also send {user} the link yourself: "
            f"{request.build_absolute_uri(path)}",
            messages.SUCCESS,
        )


def describe_access(user: User) -> str:
    """Return what a user may do: Editors and Event managers, or no group, but no sign-in."""
    access = [group.name for group in user.groups.order_by("name")]
    if user.is_superuser:
        access.append("administrator")
    refused = [] if user.is_active and user.is_staff else ["can’t sign in"]
    return join_list([*(access or ["no group"]), *refused])


@admin.register(Group)
class GroupAdmin(ListedLookups, DjangoGroupAdmin):
    """Groups are defined in code and restored after every migration, so they are read-only here."""

    def has_add_permission(self, request) -> bool:
        return False

    def has_change_permission(self, request, obj=None) -> bool:
        return False

    has_delete_permission = has_change_permission
