"""Every address of the site, and what no browser sends in its path and query."""

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, quote_from_bytes

from django.contrib import admin
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern

# As a path or query holds them, already percent-encoded.
NOT_TEXT = {
    "a zero byte": "a%00b",
    "invalid UTF-8": quote_from_bytes(b"a\xff\xed\xa0\x80"),
}
HOSTILE = {
    "another script’s digit": quote("١"),
    "10,000 characters": "x" * 10_000,
    "5,000 digits": "9" * 5_000,
    "a huge negative number": f"-{10**30}",
}
# Addresses of the old site, whose routes are regular expressions.
FORMER = [
    "author/<slug>/",
    "location/<slug>/",
    "tag/<slug>/",
    "category/<path>/",
    "page/<number>/",
    "k-12/page/<number>/",
    "insight/<slug>/",
    "no/such/page/<slug>",
]
NAME = re.compile(r"[\w-]+")
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    name: str
    template: str
    # The name of the code that answers, which many pages of the admin share.
    code: str
    arguments: dict[str, str] = field(hash=False)

    @property
    def address(self) -> str:
        return self.fill(self.arguments)

    def fill(self, arguments: dict[str, str]) -> str:
        return "/" + ARGUMENT.sub(lambda match: arguments[match[1]], self.template)

    def hostile_paths(self, argument: str) -> Iterator[str]:
        """Yield an address for every hostile value of an argument."""
        for value in (NOT_TEXT | HOSTILE).values():
            yield self.fill(self.arguments | {argument: value})


def all_routes(examples: dict[str, dict[str, str]]) -> list[Route]:
    """Return every route; those with arguments by these examples of them, or by what they say."""
    found = [
        Route(
            name,
            template,
            code,
            {each: examples.get(name, {}).get(each, "1") for each in ARGUMENT.findall(template)},
        )
        for name, template, code in [*walk(get_resolver()), *[(old, old, old) for old in FORMER]]
    ]
    return list(dict.fromkeys(found))


def walk(
    resolver: URLResolver, prefix: str = "", namespace: str = ""
) -> Iterator[tuple[str, str, str]]:
    for pattern in resolver.url_patterns:
        if not isinstance(pattern.pattern, RoutePattern):
            continue
        template = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", template, code_of(pattern.callback)
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern, template, inner)


def code_of(view: Callable) -> str:
    code = getattr(view, "view_class", None) or inspect.unwrap(view)
    if not hasattr(code, "__qualname__"):
        return repr(code)
    return f"{code.__module__}.{code.__qualname__}"


class Recorded(QueryDict):
    """A query that notes which parameters the view asks for."""

    names: set[str]

    def __getitem__(self, name):
        self.names.add(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self.names.add(name)
        return super().__contains__(name)

    def getlist(self, name, default=None):
        self.names.add(name)
        return super().getlist(name, default)

    def get(self, name, default=None):
        self.names.add(name)
        return super().get(name, default)


class ParameterRecorder:
    """While it is installed, `names` are the query parameters that views have asked for."""

    def __init__(self, monkeypatch) -> None:
        self.names: set[str] = set()
        recorder = self

        class Query(Recorded):
            names = property(lambda query: recorder.names)

        def read(request: WSGIRequest) -> QueryDict:
            return Query(request.META.get("QUERY_STRING", ""), encoding=request.encoding)

        attribute = cached_property(read)
        attribute.__set_name__(WSGIRequest, "GET")
        monkeypatch.setattr(WSGIRequest, "GET", attribute)

    @property
    def asked(self) -> set[str]:
        # Not the names that a view found in the query, rather than asked for.
        return {name for name in self.names if NAME.fullmatch(name)}

    def start(self) -> None:
        self.names.clear()


def lookups(route: str) -> set[str]:
    """Return the parameters that a list in the admin takes from its filters."""
    for model, model_admin in admin.site._registry.items():
        if route == f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist":
            found = {"q", "o", "p", "all", "e", "_popup", "_to_field", "_facets"}
            for item in model_admin.list_filter:
                name = item if isinstance(item, str) else ""
                if isinstance(item, tuple):
                    name = item[0]
                if name:
                    found |= {f"{name}__exact", f"{name}__id__exact", f"{name}__isnull"}
                elif hasattr(item, "parameter_name"):
                    found.add(item.parameter_name)
            if model_admin.date_hierarchy:
                parts = ("year", "month", "day", "gte", "lt")
                found |= {f"{model_admin.date_hierarchy}__{part}" for part in parts}
            return found
    return set()
