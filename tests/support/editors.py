"""Editors with an open form, as in a browser without JavaScript."""

from django.test import Client
from django.urls import reverse
from lxml.html import fromstring

from content.models import Entry
from tests.support.signing_in import sign_in

BODY = "The first paragraph.\n\nThe second paragraph, which is longer.\n\nThe third one."


class Editor:
    """A signed-in user with an open form, who reads, changes, and submits it."""

    def __init__(self, name: str) -> None:
        self.client = Client()
        self.user = sign_in(self.client, "Editors", name=name)
        self.fields: dict[str, list[str]] = {}

    def open(self, entry: Entry) -> None:
        meta = entry._meta
        self.url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[entry.pk])
        self.read(self.client.get(self.url))

    def read(self, response) -> None:
        """Read what the page's form would submit."""
        self.page = fromstring(response.content.decode())
        (form,) = self.page.find_class("entry")
        self.fields = {}
        for name, value in form.form_values():
            if "__prefix__" not in name:
                # As browsers do, drop the newline that a textarea's markup begins with.
                value = value.removeprefix("\n").replace("\n", "\r\n")
                self.fields.setdefault(name, []).append(value)

    def write(self, **fields) -> None:
        for name, value in fields.items():
            self.fields[name] = value if isinstance(value, list) else [value]

    def save(self, **fields) -> bool:
        """Submit the form; return whether it was saved."""
        self.write(**fields)
        response = self.client.post(self.url, {**self.fields, "_save": "1"})
        if response.status_code == 200:
            self.read(response)
        return response.status_code == 302

    @property
    def alerts(self) -> list[str]:
        return texts(self.page.find_class("errornote"), "p")

    def errors(self, name: str) -> list[str]:
        return texts(self.page.find_class(f"field-{name}"), "ul[@class='errorlist']/li")

    @property
    def sides(self) -> list:
        """Both sides as the page shows them: each one's changes, then each one's full text."""
        (element,) = self.page.find_class("merge-sides")
        return list(element)

    @property
    def headings(self) -> list[str]:
        return texts(self.sides, "h3")

    @property
    def full_texts(self) -> list[str]:
        return [side.find("textarea").text.strip("\n") for side in self.sides[-2:]]

    @property
    def choices(self) -> dict[str, list[str]]:
        """The choices between two values: {field: [mine, theirs]}, as shown."""
        found = self.page.xpath("//fieldset[starts-with(@id, 'choice-')]")
        return {each.get("id").removeprefix("choice-"): texts([each], "label") for each in found}

    def value(self, name: str) -> str:
        return "".join(self.fields[name]).replace("\r\n", "\n")


def texts(elements: list, path: str) -> list[str]:
    found = [inner for element in elements for inner in element.xpath(f".//{path}")]
    return [" ".join(element.text_content().split()) for element in dict.fromkeys(found)]


def open_in_each(entry: Entry, *editors: Editor):
    for editor in editors:
        editor.open(entry)
    return entry


def reloaded(entry):
    return type(entry).objects.get(pk=entry.pk)
