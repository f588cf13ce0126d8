"""The links in the site's menus, as the site settings store them.

A menu is a list of {"label", "address", "is_below"}. An item that is below belongs to the nearest
one before it that isn't, so the order says everything, and there is one level of nesting.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse

LONGEST_LABEL = 40
LONGEST_ADDRESS = 500
BARE_PATH = re.compile(r"[\w-]+(/[\w-]+)*/?")
# What the code of an error in a row begins with.
ROW = "row-"


class MenuLink(NamedTuple):
    label: str
    address: str
    below: tuple["MenuLink", ...] = ()


def default_menu(name: str) -> list[dict]:
    """Return the menu that the site has until someone changes it."""
    return [
        {"label": label, "address": url_name and path_of(url_name), "is_below": is_below}
        for label, url_name, is_below in settings.MENUS[name]
    ]


# Every page has them.
path_of = cache(reverse)


def read_menu(items: Sequence[dict]) -> tuple[MenuLink, ...]:
    """Return the links of a menu, each with those below it."""
    nested: list[tuple[dict, list[MenuLink]]] = []
    for item in items:
        if item["is_below"] and nested:
            nested[-1][1].append(MenuLink(item["label"], item["address"]))
        else:
            nested.append((item, []))
    return tuple(MenuLink(item["label"], item["address"], tuple(below)) for item, below in nested)


def refuse_other_shapes(items: object) -> None:
    """Raises ValidationError for what isn’t a menu as it is stored. Forms make only menus."""
    shape = {"label": str, "address": str, "is_below": bool}
    is_menu = isinstance(items, list) and all(
        isinstance(item, dict) and {name: type(value) for name, value in item.items()} == shape
        for item in items
    )
    if not is_menu:
        raise ValidationError("This isn’t a list of links.")


def validate_menu(items: Sequence[dict]) -> None:
    refuse_other_shapes(items)
    refuse_problems(
        items, lambda link: problem_of_heading(link) if link.below else problem_of(link)
    )


def validate_links(items: Sequence[dict]) -> None:
    """Refuse what isn't a link to another site."""
    refuse_other_shapes(items)
    refuse_problems(items, problem_of)


def refuse_problems(items: Sequence[dict], find_problem: Callable[[MenuLink], str]) -> None:
    """Raises a ValidationError whose errors have the code "row-2" if they are in the second row."""
    links = [each for link in read_menu(items) for each in (link, *link.below)]
    problems = [
        ValidationError(problem, code=f"{ROW}{number}")
        for number, link in enumerate(links, 1)
        if (problem := find_problem(link))
    ]
    if problems:
        raise ValidationError(problems)


def problem_of_heading(link: MenuLink) -> str:
    if link.address:
        return problem_of(link)
    return "" if link.label else "Enter a label for the heading of the links below it."


def problem_of(link: MenuLink) -> str:
    if not link.label:
        return f"Enter a label for the link to {link.address}."
    if len(link.label) > LONGEST_LABEL:
        return f"“{link.label}” is too long for a menu. Use at most {LONGEST_LABEL} characters."
    if not is_address(link.address):
        return (
            f"“{link.label}” needs the address of a page: a path of this site, such as /about/, or "
            "one that starts with https://."
        )
    return ""


def complete_address(text: str) -> str:
    """Return “/about/” for “about”, which can only be a path of this site."""
    return f"/{text.strip('/')}/" if BARE_PATH.fullmatch(text) else text


def is_address(text: str) -> bool:
    if len(text) > LONGEST_ADDRESS or any(each.isspace() or each in "\\<>\"'" for each in text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    if parts.scheme or parts.netloc:
        return parts.scheme == "https" and bool(parts.hostname)
    return text.startswith("/")
