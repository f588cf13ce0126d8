"""The groups and their permissions, which every `migrate` resets to the definitions here.

Each kind of entry registers the permissions for itself and for the models of its app. This module
adds the ones that all apps share.
"""

from collections.abc import Iterator, Mapping

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from content.kinds import EDITORS, EVERYTHING, WRITERS, all_kinds

# {app.model: {group: its permissions}}
SHARED: dict[str, Mapping[str, tuple[str, ...]]] = {
    # The permissions on each kind say which entries these apply to.
    "content.entry": {WRITERS: ("view",), EDITORS: ("view", "publish")},
    "content.contribution": {EDITORS: EVERYTHING},
    "content.image": {WRITERS: ("view", "add", "change"), EDITORS: EVERYTHING},
    "content.document": {WRITERS: ("view", "add"), EDITORS: EVERYTHING},
    # Writers name the guest authors they write with.
    "content.person": {WRITERS: ("view", "add"), EDITORS: EVERYTHING},
    "content.topic": {WRITERS: ("view",), EDITORS: EVERYTHING},
    "content.place": {WRITERS: ("view",), EDITORS: EVERYTHING},
    "taggit.tag": {WRITERS: ("view",), EDITORS: EVERYTHING},
    "content.redirect": {EDITORS: EVERYTHING},
    "content.webaddress": {EDITORS: ("view", "change")},
    "content.searchcount": {EDITORS: ("view",)},
    "content.viewcount": {EDITORS: ("view",)},
    "content.searchclick": {EDITORS: ("view",)},
    "content.synonyms": {EDITORS: EVERYTHING},
    "content.emailtext": {EDITORS: ("view", "change")},
    "content.email": {EDITORS: ("view",)},
    "content.pinnedentry": {EDITORS: EVERYTHING},
    "imports.importrun": {EDITORS: ("view",)},
    "imports.importfinding": {EDITORS: ("view", "change")},
    "submissions.submission": {EDITORS: ("view", "change")},
    "submissions.replytemplate": {EDITORS: EVERYTHING},
    "imports.proposal": {EDITORS: ("view", "change")},
}


def sync_groups(**kwargs) -> None:
    """Create the groups and give them exactly these permissions."""
    wanted: dict[str, Q] = {}
    for model, group, actions in granted():
        wanted[group] = wanted.get(group, Q()) | permissions_on(model, actions)
    for group, condition in wanted.items():
        row, _ = Group.objects.get_or_create(name=group)
        row.permissions.set(Permission.objects.filter(condition))


def granted() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield (app.model, group, its permissions)."""
    granting: list[Mapping[str, Mapping[str, tuple[str, ...]]]] = [SHARED]
    for kind in all_kinds():
        granting.append(kind.shared_permissions)
        granting.append(
            {f"{kind.app_label}.{model}": groups for model, groups in kind.permissions.items()}
        )
    for permissions in granting:
        for model, groups in permissions.items():
            for group, actions in groups.items():
                yield model, group, actions


def permissions_on(model: str, actions: tuple[str, ...]) -> Q:
    app_label, model_name = model.split(".")
    return Q(
        content_type__app_label=app_label,
        content_type__model=model_name,
        codename__in=[f"{action}_{model_name}" for action in actions],
    )
