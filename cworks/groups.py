"""Who may do what: three groups, kept as written here at every migrate."""

from django.contrib.auth.models import Group, Permission

WRITERS, EDITORS, EVENT_MANAGERS = "Writers", "Editors", "Event managers"

EVERYTHING = ("view", "add", "change", "delete")
EVENTS = {
    "events.event": EVERYTHING,
    "events.eventseries": EVERYTHING,
    "events.question": EVERYTHING,
    "events.registration": EVERYTHING,
    "events.delivery": ("view", "change"),
    "events.message": ("view", "add"),
    "events.recording": EVERYTHING,
    "events.consenttext": ("view", "add"),
}
# Group → model → actions. A model that is not installed is passed over.
PERMISSIONS = {
    WRITERS: {
        "content.entry": ("view",),
        "content.image": ("view", "add", "change"),
        "content.document": ("view", "add"),
        # A guest author is named by whoever writes with them.
        "content.person": ("view", "add"),
        "content.topic": ("view",),
        "content.place": ("view",),
        "taggit.tag": ("view",),
        "blog.post": ("view", "add", "change"),
        "blog.series": ("view",),
        "wiki.article": ("view", "add", "change"),
        "wiki.resource": ("view", "add", "change"),
        "wiki.publication": ("view",),
        "events.event": ("view",),
    },
    EDITORS: {
        "content.entry": ("view", "publish"),
        "content.contribution": EVERYTHING,
        "content.image": EVERYTHING,
        "content.document": EVERYTHING,
        "content.person": EVERYTHING,
        "content.topic": EVERYTHING,
        "content.place": EVERYTHING,
        "content.page": EVERYTHING,
        "content.frontpage": ("view", "add", "change"),
        "content.redirect": EVERYTHING,
        "taggit.tag": EVERYTHING,
        "blog.post": EVERYTHING,
        "blog.series": EVERYTHING,
        "blog.comment": EVERYTHING,
        "wiki.article": EVERYTHING,
        "wiki.resource": EVERYTHING,
        "wiki.publication": EVERYTHING,
        "wiki.publicationfile": EVERYTHING,
        "wiki.fileversion": EVERYTHING,
        "wiki.suggestion": ("view", "change"),
        "wiki.problemreport": ("view", "change"),
        "content.webaddress": ("view", "change"),
        **EVENTS,
    },
    EVENT_MANAGERS: {
        # Which entries that means, the permissions on each kind of them say: here, events.
        "content.entry": ("view", "publish"),
        "content.contribution": EVERYTHING,
        **EVENTS,
        "content.image": ("view", "add", "change"),
        "content.document": ("view", "add", "change"),
        "content.person": ("view", "add", "change"),
        "content.topic": ("view",),
        "content.place": ("view", "add", "change"),
        "taggit.tag": ("view",),
    },
}


def sync_groups(**kwargs) -> None:
    """Create the groups and give them exactly these permissions."""
    for group_name, models in PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=group_name)
        wanted = [
            permission
            for model, actions in models.items()
            for permission in permissions_of(model, actions)
        ]
        group.permissions.set(wanted)


def permissions_of(model: str, actions: tuple[str, ...]):
    app_label, model_name = model.split(".")
    return Permission.objects.filter(
        content_type__app_label=app_label,
        content_type__model=model_name,
        codename__in=[f"{action}_{model_name}" for action in actions],
    )
