"""An email's HTML for a frame of the admin."""

import base64
import hashlib
import re

from django.core.mail import EmailMultiAlternatives
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


DARK = "@media (prefers-color-scheme: dark)"
# What stands for it in an email that is shown as it is on a light or a dark screen.
SCHEMES = {"light": "@media not all", "dark": "@media all"}


def show_email(
    request: HttpRequest, email: EmailMultiAlternatives, *, scheme: str = ""
) -> HttpResponse:
    """Respond with an email as it arrives, in light or dark colors, or else those of the device."""
    html, _ = email.alternatives[0]
    return show_in_frame(request, str(html).replace(DARK, SCHEMES.get(scheme, DARK)))


def show_in_frame(request: HttpRequest, html: str, *, status: int = 200) -> HttpResponse:
    """Respond with a page of its own, with its own styles and without any script."""
    content_policy: dict[str, list[str]] = {
        "default-src": [CSP.NONE],
        "style-src-elem": [f"'sha256-{digest(style)}'" for style in STYLE.findall(html)],
        # The styles of its elements: an email has no others that every mail program shows.
        "style-src-attr": [CSP.UNSAFE_INLINE],
        "img-src": [CSP.SELF],
        "frame-ancestors": [CSP.SELF],
    }
    respond = csp_override(content_policy)(lambda _: HttpResponse(html, status=status))
    return xframe_options_sameorigin(respond)(request)


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
