"""The admin's menu: every list that a user may open, in five groups, most used first."""

from django.urls import reverse

from content.editing.permissions import changeable_kinds
from content.kinds import all_kinds
from content.models import User

SITE = "Site"
SETTINGS = "content.sitesettings"
CALENDAR, STATISTICS, STATUS, DATA = "calendar", "statistics", "status", "personal-data"
JOBS = "procrastinate.procrastinatejob"
# Where the model's own name, another package's, says less.
NAMES = {JOBS: "Jobs", "submissions.submission": "What readers send"}
# By what else the search finds a page. Of the site settings, it knows the names of the fields.
ALSO = {
    "content.person": "authors presenters",
    "content.topic": "categories",
    "content.place": "states districts schools",
    "content.user": "accounts passwords invite",
    "content.webaddress": "broken links",
    "content.image": "pictures",
    "content.emailtext": "templates",
}
# What the start page leads to at its top, for those who may add it.
MOST_ADDED = {
    "blog.post": "Write a post",
    "events.event": "Add an event",
    "wiki.resource": "Add a resource",
    "wiki.article": "Write an article",
    "content.image": "Add an image",
}
# What follows the kinds, which say themselves where they are listed.
GROUPS = {
    "Write": [
        CALENDAR,
        "submissions.submission",
        "submissions.replytemplate",
        "content.image",
        "content.document",
        "content.bulkchange",
        "content.deletedentry",
    ],
    "Library": [],
    "Events": [],
    "People and topics": [
        "content.person",
        "content.topic",
        "taggit.tag",
        "content.place",
        "content.reader",
        "following.follow",
    ],
    SITE: [
        STATISTICS,
        SETTINGS,
        "content.emailtext",
        "content.email",
        "content.webaddress",
        "content.searchcount",
        "content.synonyms",
        "content.pinnedentry",
        "content.redirect",
        "content.user",
        "auth.group",
        "content.activity",
        "imports.importrun",
        "imports.importfinding",
        "imports.proposal",
        "imports.siteexport",
        DATA,
        STATUS,
        JOBS,
    ],
}


def menu_groups() -> dict[str, list[str]]:
    """Return {group: models that it lists, as app.model}."""
    groups: dict[str, list[str]] = {name: [] for name in GROUPS}
    for kind in all_kinds():
        models = [f"{kind.app_label}.{name}" for name in (kind.name, *kind.admin_models)]
        groups.setdefault(kind.admin_group, []).extend(models)
    return {name: [*models, *GROUPS.get(name, [])] for name, models in groups.items()}


def pages_for(user: User) -> dict[str, dict]:
    """Return the pages that are no lists of a model, as Django describes lists."""
    pages = {STATISTICS: {"name": "Statistics", "admin_url": reverse("statistics")}}
    if user.is_superuser:
        pages[STATUS] = {"name": "Status", "admin_url": reverse("machine-status")}
        pages[DATA] = {"name": "Personal data", "admin_url": reverse("personal-data")}
    if changeable_kinds(user):
        pages[CALENDAR] = {"name": "Calendar", "admin_url": reverse("admin-calendar")}
    return pages


def arrange(apps: list[dict], path: str, pages: dict[str, dict]) -> list[dict]:
    """Return the lists of Django's apps in our groups, marked where the page at `path` belongs.

    A list that its user may not open has no address, and no place here.
    """
    found = {
        f"{app['app_label']}.{model['object_name'].lower()}": model
        for app in apps
        for model in app["models"]
        if model["admin_url"]
    } | pages
    for name, model in found.items():
        model["key"] = name
        model["name"] = NAMES.get(name, model["name"])
        model["is_current"] = path.startswith(model["admin_url"])
    arranged = {
        title: [found.pop(name) for name in names if name in found]
        for title, names in menu_groups().items()
    }
    # A model that no group names.
    arranged[SITE] += found.values()
    return [
        {
            "name": title,
            "app_label": title.lower().replace(" ", "-"),
            "app_url": "",
            "has_module_perms": True,
            "models": models,
            "is_current": any(model["is_current"] for model in models),
        }
        for title, models in arranged.items()
        if models
    ]


def list_most_added(groups: list[dict]) -> list[dict]:
    """Return the words and the address of each form for what is added most."""
    addresses = {
        model["key"]: model.get("add_url") for group in groups for model in group["models"]
    }
    return [
        {"words": words, "url": addresses[key]}
        for key, words in MOST_ADDED.items()
        if addresses.get(key)
    ]


def find_place(groups: list[dict]) -> dict:
    """Return the group and the list to which the page belongs, or an empty dict."""
    for group in groups:
        for model in group["models"]:
            if model["is_current"]:
                return {"group": group, "list": model}
    return {}
