"""Search works in any locale of the database, and a check says which don't suit the rest."""

import importlib
import locale
from contextlib import suppress
from copy import deepcopy

import pytest
from django.core.checks import run_checks
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from content.checks import problems_of

pytestmark = pytest.mark.django_db
SOME_UTF8 = ("C.UTF-8", "en_US.UTF-8", "de_DE.UTF-8")
search = importlib.import_module("content.migrations.0009_search_plain_words")


@pytest.fixture
def create_database():
    """Return a function that creates an empty database and connects to it."""
    settings = deepcopy(connections["default"].settings_dict)
    settings["OPTIONS"].pop("pool", None)
    name = f"{settings['NAME']}_locale"
    server = type(connections["default"])({**settings, "NAME": "postgres"}, alias="default")
    other = type(connections["default"])({**settings, "NAME": name}, alias="default")

    def create(options: str) -> BaseDatabaseWrapper:
        with server.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 {options}')
        return other

    yield create
    other.close()
    with server.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
    server.close()


def test_own_database_has_no_problems():
    assert run_checks(tags=["database"], databases=["default"]) == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ("ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'", ["content.E001"]),
        ("ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE 'C'", ["content.W001"]),
        ("ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'", []),
    ],
)
def test_unsuitable_encoding_or_locale_is_reported(create_database, options, problem):
    database = create_database(options)

    assert [message.id for message in problems_of(database)] == problem


def known_locales() -> list[str]:
    """Return C, and a locale of this machine in which PostgreSQL knows all of Unicode."""
    before = locale.setlocale(locale.LC_CTYPE)
    known = ["C"]
    for name in SOME_UTF8:
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            known.append(name)
    locale.setlocale(locale.LC_CTYPE, before)
    return known[:2]


@pytest.mark.parametrize("locale", known_locales())
def test_words_are_the_same_in_every_locale(create_database, locale):
    database = create_database(f"ENCODING 'UTF8' LOCALE_PROVIDER libc LOCALE '{locale}'")
    with database.cursor() as cursor:
        cursor.execute("CREATE EXTENSION unaccent")
        for statement in (search.SEARCH_ORIGINAL, search.SEARCH_WORDS, search.CONFIGURATION):
            cursor.execute(statement)
        cursor.execute(
            "SELECT to_tsvector('site_english', search_words(%s))",
            ["“Washburne’s” K–12—pass/fail… résumé, Jose\u0301, ofﬁce, U.S., 3.5 →"],
        )
        [words] = cursor.fetchone()

    assert words == (
        "'12':4 '3.5':11 'fail':6 'jose':8 'k':3 'offic':9 'pass':5 'resum':7 'u.s':10 'washburn':1"
    )
