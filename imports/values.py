"""Read single values of an export: dates, names, slugs, and paths."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from html import unescape
from urllib.parse import unquote, urlsplit

from django.utils import timezone
from django.utils.text import slugify

from content.domains import ascii_domain
from content.markdown import plain_text

# WordPress dates from 2003. An earlier date is a zero or the start of Unix time.
FIRST_YEAR = 1990
MAX_ZONE_OFFSET = timedelta(hours=15)
INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|br|cite|code|del|em|i|ins|mark|q|s|small|span|strong|sub|sup|u)\b[^<>]*>",
    re.IGNORECASE,
)
FILE_EXTENSION = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)
FILE_NAME = re.compile(
    r"screen[ _-]?shot[ _-]?\d.*|(?:img|dscn?|dcp|scan)[ _-]?\d{3}.*"
    r"|(?:img|image|dscn?|dcp|photo|picture|pic|scan)[_-]?\d\S*"
    r"|.*\.(?:jpe?g|png|gif|webp|bmp|tiff?)|\S*\d{3,}\S*|\S*[_]\S*",
    re.IGNORECASE | re.DOTALL,
)


def read_moment(*, gmt: str, local: str, feed: str = "") -> datetime | None:
    """Return an aware moment from the most reliable of three dates that is plausible.

    `local` is in the site's time zone. In drafts, `gmt` is 0000-00-00. On some broken sites, it
    differs from `local` by days.
    """
    in_utc, on_clock = parse_date(gmt), parse_date(local)
    if in_utc and on_clock and abs(in_utc - on_clock) > MAX_ZONE_OFFSET:
        in_utc = None
    if in_utc:
        return in_utc.replace(tzinfo=UTC)
    if on_clock:
        return on_clock.replace(tzinfo=timezone.get_default_timezone())
    return parse_feed_date(feed)


def parse_date(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        return None
    return moment if moment.year >= FIRST_YEAR else None


def parse_feed_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.year < FIRST_YEAR:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_name(text: str) -> str:
    """Return a title or name as plain text. WordPress allows inline tags and references in it."""
    return " ".join(unescape(INLINE_TAG.sub("", text)).split())


def read_plain(html: str) -> str:
    return plain_text(html) if html.strip() else ""


def read_slug(text: str, *, otherwise: str = "") -> str:
    """Return a valid slug: `text` decoded, unchanged if possible, else one made of `otherwise`."""
    for candidate in (unquote(text), otherwise):
        # Treat non-breaking hyphens and all other dashes alike.
        candidate = FILE_EXTENSION.sub("", candidate)
        dashed = "".join("-" if is_dash(character) else character for character in candidate)
        slug = slugify(dashed, allow_unicode=True)[:200].strip("-_")
        if slug:
            return slug
    return ""


def is_dash(character: str) -> bool:
    return character == "." or unicodedata.category(character) == "Pd"


def shorten(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def host_of(address: str) -> str:
    """Return an address's host in ASCII and without www, or an empty string."""
    try:
        return ascii_domain(urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def looks_like_file_name(description: str) -> bool:
    """Whether an image's description is only a file name, such as a camera's or a screenshot's."""
    return bool(FILE_NAME.fullmatch(description.strip()))
