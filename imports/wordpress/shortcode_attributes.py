"""The attributes of WordPress's shortcodes."""

import re
from html import unescape

ATTRIBUTE = re.compile(
    r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))|"([^"]*)"|'([^']*)'|(\S+)"""
)


def read_attributes(text: str) -> dict[str, str]:
    """Return a shortcode's attributes. Unnamed ones are numbered, starting at "0"."""
    attributes = {}
    unnamed = 0
    for name, *values in ATTRIBUTE.findall(text.strip().strip(":").rstrip("/")):
        value = next((value for value in values if value), "")
        if name:
            attributes[name.lower()] = unescape(value)
        else:
            # [youtube=https://…] is an old form of an unnamed attribute.
            attributes[str(unnamed)] = unescape(value.removeprefix("="))
            unnamed += 1
    return attributes
