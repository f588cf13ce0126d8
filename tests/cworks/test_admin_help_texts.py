"""Every help text of the admin says what it was written to say, on forms and read-only pages."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.exceptions import FieldDoesNotExist
from django.urls import NoReverseMatch, reverse
from lxml import html

from tests.factories import UserFactory
from tests.support.public_site import publish_site

pytestmark = pytest.mark.django_db


def change_addresses() -> list[tuple[type, str]]:
    """Return (model, address) of the page of one object of each model in the admin."""
    found = []
    for model in admin.site._registry:
        row = model._default_manager.order_by("pk").first()
        try:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
            found.append((model, reverse(name, args=[row.pk if row else 0])))
        except NoReverseMatch:
            continue
    return found


def help_texts(page) -> dict[str, str]:
    """Return {field: its help text, as readers see it}."""
    texts = {}
    for box in page.xpath("//*[contains(concat(' ', @class, ' '), ' help ')]"):
        row = box.xpath("ancestor::*[contains(@class, 'field-')][1]/@class")
        names = [part.removeprefix("field-") for part in " ".join(row).split() if "field-" in part]
        if len(names) == 1:
            texts[names[0]] = " ".join(box.text_content().split())
    return texts


def test_read_only_pages_show_whole_help_texts(client):
    publish_site()
    viewer = UserFactory(is_staff=True)
    viewer.user_permissions.set(
        Permission.objects.filter(codename__startswith="view_")
        | Permission.objects.filter(codename="publish_entry")
    )
    client.force_login(viewer)

    shown, written = {}, {}
    for model, address in change_addresses():
        response = client.get(address)
        if response.status_code != 200:
            continue
        for name, text in help_texts(html.fromstring(response.text)).items():
            try:
                field = model._meta.get_field(name)
            except FieldDoesNotExist:
                continue
            meta = getattr(admin.site.get_model_admin(model).form, "Meta", None)
            of_form = getattr(meta, "help_texts", {})
            shown[model.__name__, name] = text
            written[model.__name__, name] = of_form.get(name) or str(field.help_text)

    assert shown == written
    assert len(shown) > 60
    assert shown["Post", "body"] == "Markdown. Put <!--more--> where excerpts end."
