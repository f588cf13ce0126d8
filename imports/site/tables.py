"""Which tables and columns an export has: all of them, except what is named here with a reason."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from django.utils.text import slugify
from taggit.managers import TaggableManager

from content.kinds import Kind, all_kinds
from content.models import Entry, FormerTitle, Redirect, entry_model
from content.models.fields import EmailLineField
from content.models.site_settings import SITE_TEXTS
from content.rendering import RENDERED_FIELDS

# By app or by model.
LEFT_OUT = {
    "account": "a table of the sign-in’s package that the site doesn’t use",
    "admin": "who clicked what in the admin; the revisions say who changed which text",
    "auth": "groups and their permissions, which come with the site",
    "contenttypes": "the names of the tables, which come with the site",
    "mfa": "second factors of staff, which work only at this address",
    "procrastinate": "jobs that wait in the queue",
    "sessions": "who is signed in",
    "socialaccount": "which accounts signed in through a provider, found by their addresses",
    "usersessions": "who is signed in, and where",
    "content.activity": "who did what; it stays where no one can have changed it",
    "content.bulkchange": "how to undo bulk changes; the revisions say what was done",
    "content.countedattempt": "limits on how often someone may try something",
    "content.email": "emails to colleagues; sent ones are deleted after a while anyway",
    "content.openform": "which forms staff have open",
    "content.deletedrows": "what can be restored with deleted entries, for 30 days",
    "content.link": "which entry links where, which is read from the texts again",
    "content.machinereport": "how this installation is doing",
    "content.readeremail": "emails to readers; sent ones are deleted after a while anyway",
    "content.savedcopy": "PDFs and EPUBs of pages, which are made again",
    "content.sitechange": "earlier site settings; the export has the latest ones",
    "content.viewday": "sums of the views per day, which are made again",
    "content.viewmonth": "sums of the views per day, which are made again",
    "content.webaddress": "the results of link checks, which are made again",
    "imports.spreadsheetupload": "spreadsheets that someone was about to import",
    "imports.siteexport": "exports that administrators started",
    "wiki.pagereading": "what was read at addresses for the forms of resources, for a day",
    "taggit.taggeditem": "a table of the tags’ package that the site doesn’t use",
}
# About readers who wrote to us or registered, and about the accounts of staff.
PRIVATE = {
    "blog.commentban": "whose comments aren’t accepted for a time",
    "events.registration": "who registered for which event, and their answers",
    "events.delivery": "which registrant got which email",
    "following.follow": "who follows what by email",
    "following.digest": "which follower got which email",
    "imports.importedconsent": "where people agreed who were registered from a list",
    "content.assignment": "who reviews which entry, and by when",
    "content.pendingversion": "changes to entries that aren’t published yet",
    "content.reader": "people without an account, by their email addresses",
    "content.reviewnote": "what staff write to each other about entries",
    "submissions.submission": "what readers sent to us, most of it for no one else",
    "submissions.sharedproblem": "which readers have which problem, too",
    "submissions.submissionnote": "what staff wrote to readers and each other",
    "content.user_groups": "which groups users are in",
    "content.user_user_permissions": "permissions of single users",
}
# Besides every column with an email address. By model: of Entry, for all kinds.
PRIVATE_FIELDS = {
    "blog.comment": {"sender", "reader", "held_because", "emails_replies"},
    "content.entry": {"preview_token", "preview_until"},
    "content.user": {"is_active", "is_staff", "is_superuser", "last_login", "date_joined"},
    "wiki.problemreport": {"sender"},
    "wiki.suggestion": {"sender"},
}
SECRET_FIELDS = {"content.user": {"password"}}
# In the front matter of their entries, together with an entry's relations.
IN_FRONT_MATTER: dict[str, type[models.Model]] = {
    "redirects": Redirect,
    "former_titles": FormerTitle,
}
# Made again from the texts.
MADE_AGAIN = {
    "blog.comment": {"text_html"},
    "content.entry": {*RENDERED_FIELDS, "address_space"},
    "content.sitesettings": {f"{name}_html" for name in SITE_TEXTS},
}


def reason_left_out(model: type[models.Model]) -> str:
    options = model._meta
    return LEFT_OUT.get(options.label_lower, LEFT_OUT.get(options.app_label, ""))


def is_private(model: type[models.Model]) -> bool:
    return model._meta.label_lower in PRIVATE


def table_models(*, with_private: bool) -> list[type[models.Model]]:
    """Return the models whose rows are in JSON files, rather than with an entry."""
    with_entries = {relation.through for relation in all_relations()}
    with_entries.add(FormerTitle)
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if not issubclass(model, Entry)
        and model not in with_entries
        and not model._meta.proxy
        and not reason_left_out(model)
        and (with_private or not is_private(model))
    ]


def table_rows(model: type[models.Model]) -> models.QuerySet:
    """Return the rows of a JSON file. Those of an entry are in its own."""
    rows = model._base_manager.order_by("pk")
    return rows.filter(entry=None) if model is Redirect else rows


def table_file(model: type[models.Model]) -> str:
    """Return the name of the model's file in an export, such as tables/event-series.jsonl."""
    folder = "private" if is_private(model) else "tables"
    name = slugify(str(model._meta.verbose_name_plural))
    return f"{folder}/{name}.jsonl"


def stored_fields(model: type[models.Model], *, with_private: bool) -> list[models.Field]:
    """Return the columns of a model's own table that an export has, except its entry’s number."""
    label = model._meta.label_lower
    hidden = MADE_AGAIN.get(label, set()) | SECRET_FIELDS.get(label, set())
    if not with_private:
        hidden = hidden | PRIVATE_FIELDS.get(label, set())
    return [
        field
        for field in model._meta.local_concrete_fields
        if not field.generated
        and field.name not in hidden
        and (with_private or not isinstance(field, EmailLineField))
    ]


def entry_fields(kind: Kind, *, with_private: bool) -> list[models.Field]:
    """Return the columns of an entry of this kind, in the order of its front matter."""
    own = [field for field in kind.model._meta.local_concrete_fields if not field.primary_key]
    allowed = stored_fields(kind.model, with_private=with_private)
    return stored_fields(Entry, with_private=with_private) + [
        each for each in own if each in allowed
    ]


class Relation:
    """A relation from entries to many rows, by the names of the fields that its rows have."""

    def __init__(self, field: models.ManyToManyField | TaggableManager) -> None:
        self.name = field.name
        self.through: type[models.Model] = field.remote_field.through
        self.target_model: type[models.Model] = field.related_model
        if isinstance(field, TaggableManager):
            self.source, self.target = "content_object", "tag"
        else:
            self.source, self.target = field.m2m_field_name(), field.m2m_reverse_field_name()

    @property
    def are_tags(self) -> bool:
        return self.source == "content_object"

    @property
    def more_fields(self) -> list[models.Field]:
        """The columns of its rows besides the two ends and their number, such as a role."""
        return [
            field
            for field in self.through._meta.local_concrete_fields
            if not field.primary_key and field.name not in (self.source, self.target)
        ]


def relations_of(model: type[models.Model]) -> list[Relation]:
    return [Relation(field) for field in model._meta.many_to_many]


def all_relations() -> Iterator[Relation]:
    for kind in all_kinds():
        yield from relations_of(entry_model(kind))
