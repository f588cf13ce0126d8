"""Every error of the site's own is an AppError with a sentence for the person who sees it."""

import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module

from content.exceptions import AppError

APPS = ["content", "blog", "wiki", "events", "following", "imports", "submissions", "cworks"]
OTHERS = {
    # These start before Django and know nothing of it.
    "cworks.embedded_postgres.EmbeddedPostgresError",
    "cworks.embedded_postgres.keeper.NotStarted",
    # One of psycopg's, of which Django makes its own.
    "cworks.connections.NoAnswerInTime",
    # Raised by a signal, so that no “except Exception” of a library stops it.
    "wiki.pdf_pages.PageTakesTooLong",
}


def own_exceptions() -> Iterator[type[BaseException]]:
    for app in APPS:
        for module in pkgutil.walk_packages(import_module(app).__path__, f"{app}."):
            if module.name.endswith("__main__") or ".migrations." in module.name:
                continue
            for value in vars(import_module(module.name)).values():
                is_own = getattr(value, "__module__", "") == module.name
                if inspect.isclass(value) and issubclass(value, BaseException) and is_own:
                    yield value


def test_errors_are_app_errors_with_sentence():
    wrong = {
        f"{error.__module__}.{error.__name__}"
        for error in own_exceptions()
        if not (issubclass(error, AppError) and error.message.endswith((".", "?")))
    }

    assert wrong == OTHERS
