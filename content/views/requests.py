import re

from django.conf import settings
from django.http import HttpRequest

# Robots that say so. Many run no scripts, and never send what counts a view.
BOT = re.compile(
    r"bot\b|crawl|spider|slurp|archive|facebookexternalhit|preview|monitor|checker|validator"
    r"|headless|lighthouse|pingdom|uptime|scrap|feed|fetch|python|curl|wget|java/|go-http|okhttp"
    r"|axios|node|ruby|perl|php|phantomjs|selenium|playwright|puppeteer|gpt|claude|perplexity",
    re.I,
)


def may_be_counted(request: HttpRequest) -> bool:
    """Whether a request counts: it comes from a reader, as far as one can tell, who doesn't object.

    Do Not Track and Global Privacy Control (https://w3c.github.io/gpc/) are ways to object.
    """
    agent = request.headers.get("User-Agent", "")
    is_prefetch = "prefetch" in request.headers.get("Sec-Purpose", "")
    objects = "1" in (request.headers.get("DNT"), request.headers.get("Sec-GPC"))
    return bool(agent) and not BOT.search(agent) and not is_prefetch and not objects


def is_from_own_page(request: HttpRequest) -> bool:
    """Whether a browser sent this from a page of this site. It names the origin with every POST."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def network_address(request: HttpRequest) -> str:
    """Return the address that the request came from, as the site's own proxy saw it if any."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META["REMOTE_ADDR"]
