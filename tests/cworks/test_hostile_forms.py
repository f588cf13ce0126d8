"""Whatever someone posts, the answer is a page, a redirect, or a refusal."""

import re
from http.cookies import SimpleCookie

import pytest
from django.db import transaction
from lxml.html import FormElement

from tests.support.filled_site import fill_site, find_examples
from tests.support.hostile_requests import all_routes
from tests.support.posted_forms import forms_of, text_inputs, values_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_queue")]

NUMBER = "9" * 30
TEXTS = {
    "10,000 characters": "x" * 10_000,
    # NFKC, from which slugs are made, makes it eighteen times as long.
    "a ligature": "ﷺ" * 150,
    "characters that no column holds": "a\0b\x07\ufffe",
    "a number of 30 digits": NUMBER,
}
# Valid by form, and longer than the longest address.
EMAIL = "{}@{}.example".format("a" * 60, ".".join(["b" * 60] * 4))
CHOICES = {
    "a zero byte": ["a\0b"],
    "a number of 30 digits": [NUMBER],
    "a list": ["-1", "x", "١", NUMBER],
}


class Sender:
    """Posts forms, and notes those that the site could not answer."""

    def __init__(self, client) -> None:
        self.client = client
        self.client.raise_request_exception = False
        # To stay signed in: one of the forms signs out.
        self.cookies = SimpleCookie(client.cookies)
        self.count = 0
        self.faults: list[str] = []
        # Forms without texts or without choices would be posted several times as they are.
        self.sent: set[tuple[str, str]] = set()
        # Fields that many forms share, such as people-0-person, are sent alone only once.
        self.sent_alone: set[str] = set()
        self.tried: set[str] = set()

    def sign_in_again(self) -> None:
        self.client.cookies = SimpleCookie(self.cookies)

    def send_forms_of(self, address: str) -> None:
        self.sign_in_again()
        page = self.client.get(address)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            return
        assert page.content, f"{address} is empty."
        for form in forms_of(page.content.decode()):
            action = form.get("action") or ""
            if not action.startswith("/"):
                self.send_each(form, address)
            elif action not in self.tried:
                # Every page has the form that signs out.
                self.tried.add(action)
                self.send_each(form, action)

    def send_each(self, form: FormElement, address: str) -> None:
        values = values_of(form)
        # The test client's requests are answered without it.
        values.pop("csrfmiddlewaretoken", None)
        texts = dict(text_inputs(form))
        for what, text in TEXTS.items():
            hostile = {
                name: [EMAIL if kind == "email" and len(text) > 200 else text]
                for name, kind in texts.items()
                if form.inputs[name].get("type") != "hidden"
            }
            self.send(address, values | hostile, f"texts with {what}")
        others = {name for name in form.fields if name and name not in texts}
        others |= {name for name in texts if form.inputs[name].get("type") == "hidden"}
        others.discard("csrfmiddlewaretoken")
        for what, choice in CHOICES.items():
            self.send(address, values | dict.fromkeys(others, choice), f"choices with {what}")
        for name in sorted(others):
            shared = re.sub(r"\d+", "#", name)
            if shared not in self.sent_alone:
                self.sent_alone.add(shared)
                # A field for one value takes the last.
                hostile = ["a\0b", NUMBER] if "_FORMS" in name else [NUMBER, "a\0b"]
                self.send(address, values | {name: hostile}, f"{name} with {hostile}")

    def send(self, address: str, values: dict[str, list[str]], what: str) -> None:
        key = address, repr(sorted(values.items()))
        if key in self.sent:
            return
        self.sent.add(key)
        self.count += 1
        self.sign_in_again()
        # What a statement that failed leaves behind ends with the request.
        with transaction.atomic():
            response = self.client.post(address, values)
            transaction.set_rollback(True)
        if response.status_code >= 500:
            self.faults.append(f"{address}: {what}")


# Forms that add something are the same as those that change it.
@pytest.mark.parametrize("part", ["change", "other"])
def test_hostile_forms_are_answered(client, part):
    fill_site(client)
    sender = Sender(client)

    for route in all_routes(find_examples()):
        ending = route.name.rsplit("_", 1)[-1]
        if ending != "add" and (ending == "change") == (part == "change"):
            sender.send_forms_of(route.address)

    assert sender.faults == []
    assert sender.count > 100
