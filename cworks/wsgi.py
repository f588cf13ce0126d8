import os
import re
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cworks.settings")

CHARSET = re.compile(r";\s*charset=[^;]*", re.IGNORECASE)

django_application = get_wsgi_application()

from cworks.page_cache.layer import PageCache  # noqa: E402 (it needs the apps)


def without_charset(environ: dict, start_response: Callable) -> Iterable[bytes]:
    # Django would decode even an address as the client says, with any of Python's codecs. Browsers
    # send this site's forms in UTF-8, and don't say so.
    environ["CONTENT_TYPE"] = CHARSET.sub("", environ.get("CONTENT_TYPE", ""))
    return django_application(environ, start_response)


application: Callable = PageCache(without_charset, max_bytes=settings.PAGE_CACHE_BYTES)
if settings.METRICS_TOKEN:
    from cworks.metrics.requests import CountedRequests

    application = CountedRequests(application)
