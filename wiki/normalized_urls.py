"""Normalized web addresses, to recognize different spellings of the same address."""

import re
from hashlib import sha256
from urllib.parse import SplitResult, unquote, urlsplit

from content.domains import readable_domain

# These parameters are for analytics; the page is the same without them.
TRACKING = ("utm_", "fbclid", "gclid", "msclkid", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "igshid")
DOI_HOSTS = ("doi.org", "dx.doi.org")
DEFAULT_PORTS = {"http": 80, "https": 443}
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*:)?//", re.I)
ESCAPES = re.compile(r"(?:%[0-9a-f]{2})+", re.I)
# Unescaped, these would change the structure of an address.
DELIMITERS = frozenset("/?#&=+%;")
# PostgreSQL's index rows can't hold longer values.
MAXIMUM_BYTES = 2000


def normalize_url(url: str) -> str:
    """Return an address without the parts that make no difference (RFC 3986 §6.2.2).

    These are the scheme, “www,” the host's case, the default port, a final slash, the fragment,
    tracking parameters, the order of the other parameters, dot segments, and escaping. The case of
    a DOI makes no difference either.
    """
    url = url.strip()
    try:
        parts = urlsplit(url if SCHEME.match(url) else f"https://{url}")
        host = read_host(parts)
    except ValueError:
        return fit(url)
    path = unescape(without_dots(parts.path)).rstrip("/")
    if host in DOI_HOSTS:
        host, path = DOI_HOSTS[0], path.lower()
    query = sorted(
        unescape(piece.replace("+", "%20"))
        for piece in parts.query.split("&")
        if piece and not piece.lower().startswith(TRACKING)
    )
    key = host + path + ("?" + "&".join(query) if query else "")
    # Single-page applications have their path in the fragment.
    if parts.fragment.startswith(("!", "/")):
        key += "#" + unescape(parts.fragment).rstrip("/")
    return fit(key)


def without_dots(path: str) -> str:
    """Follow “.” and “..” in a path (RFC 3986 §5.2.4)."""
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            # The first segment is the empty string before the first slash.
            del segments[max(len(segments) - 1, 1) :]
        elif segment != ".":
            segments.append(segment)
    return "/".join(segments)


def read_host(parts: SplitResult) -> str:
    """Return the host in lowercase, with its port unless that is the default. Raises ValueError."""
    host = readable_domain((parts.hostname or "").rstrip(".")).removeprefix("www.")
    if "xn--" in host:
        raise ValueError("This is not the name of a domain.")
    port = parts.port
    return host if port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def unescape(text: str) -> str:
    return ESCAPES.sub(lambda match: unescape_characters(match[0]), text)


def unescape_characters(escapes: str) -> str:
    """Unescape printable characters that aren't delimiters."""
    try:
        characters = unquote(escapes, errors="strict")
    except UnicodeDecodeError:
        return escapes.upper()
    return "".join(
        character
        if character.isprintable() and character not in DELIMITERS
        else "".join(f"%{byte:02X}" for byte in character.encode())
        for character in characters
    )


def fit(key: str) -> str:
    encoded = key.encode(errors="replace")
    return key if len(encoded) <= MAXIMUM_BYTES else f"sha256:{sha256(encoded).hexdigest()}"
