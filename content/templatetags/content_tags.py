import json

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# As Django's json_script does it: nothing in the data can end the script element.
JSON_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def absolute(path: str) -> str:
    """Make a path of this site a full address."""
    return f"{settings.SITE_URL}{path}"


@register.simple_tag
def json_ld(data: dict) -> SafeString:
    """Write structured data for search engines; a data block, which no browser executes."""
    text = json.dumps(data, ensure_ascii=False).translate(JSON_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))
