"""Building an email from its content: the one template, as HTML and as plain text."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from content.accent import DARK, LIGHT, stronger
from content.mail.contents import EmailContent
from content.site import sender, site_name, site_settings

if TYPE_CHECKING:
    from css_inline import CSSInliner


# How wide the template's text is, in pixels.
TEXT_WIDTH = 560
# As content.markdown writes them.
IMAGE_SIZE = re.compile(r'(?<= )width="(\d+)" height="([1-9]\d*)"')
LAZY = ' loading="lazy" decoding="async"'


def build_email(content: EmailContent, *, to: str, footer: str) -> EmailMultiAlternatives:
    """Return an email to one person. The footer says why they get it."""
    context = {
        "content": content,
        "footer": footer,
        "site_name": site_name(),
        "site_url": settings.SITE_URL,
        "colors": email_colors(),
    }
    email = EmailMultiAlternatives(
        subject=" ".join(content.subject.split()),
        body=render_to_string("email/email.txt", context).strip() + "\n",
        from_email=sender(),
        to=[to],
        # Keeps “out of office” programs from answering (RFC 3834 §5).
        headers={"Auto-Submitted": "auto-generated"},
    )
    html = render_to_string("email/email.html", context)
    email.attach_alternative(css_inliner().inline(fit_images(html)), "text/html")
    return email


def fit_images(html: str) -> str:
    """Make images no wider than the text, also in Outlook, and load them at once."""

    def fit(match: re.Match[str]) -> str:
        width, height = int(match[1]), int(match[2])
        shown = min(width, TEXT_WIDTH)
        return f'width="{shown}" height="{round(height * shown / width)}"'

    return IMAGE_SIZE.sub(fit, html.replace(LAZY, ""))


@lru_cache(maxsize=1)
def css_inliner() -> "CSSInliner":
    """Return what writes the styles into each element: some mail programs drop <style>."""
    from css_inline import CSSInliner

    # Only the styles for dark mode stay in <style>: they can't be in an element.
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def email_colors() -> dict[str, str]:
    """Return the colors of links and buttons: emails have no style sheet to take them from."""
    site = site_settings()
    light, dark = site.accent_light or LIGHT.accent, site.accent_dark or DARK.accent
    return {
        "light": light,
        "light_link": stronger(light, LIGHT),
        "dark": dark,
        "dark_link": stronger(dark, DARK),
    }
