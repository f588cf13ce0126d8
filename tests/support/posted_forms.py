"""Every form of a page, filled in as a browser would send it."""

from collections.abc import Iterator

from lxml.html import FormElement, fromstring

TYPES_OF_TEXT = {"text", "email", "url", "search", "hidden", "tel", "password", "textarea"}
# What the site itself wrote into the page.
NOT_FROM_PEOPLE = {"csrfmiddlewaretoken", "_popup", "next"}


def forms_of(page: str) -> list[FormElement]:
    return [form for form in fromstring(page).forms if form.method == "POST"]


def values_of(form: FormElement) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    return values


def text_inputs(form: FormElement) -> Iterator[tuple[str, str]]:
    """Yield (name, type) of each input for text."""
    for element in form.xpath(".//input[@name] | .//textarea[@name]"):
        kind = element.get("type", "text") if element.tag == "input" else "textarea"
        if kind in TYPES_OF_TEXT | {"number"} and element.get("name") not in NOT_FROM_PEOPLE:
            yield element.get("name"), kind
