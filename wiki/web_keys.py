"""What two spellings of a web address share."""

import re
from hashlib import sha256
from urllib.parse import SplitResult, unquote, urlsplit

# Told to whoever counts visits; they lead to the same page with and without.
TRACKING = ("utm_", "fbclid", "gclid", "msclkid", "mc_cid", "mc_eid", "_hsenc", "_hsmi", "igshid")
DOI_HOSTS = ("doi.org", "dx.doi.org")
DEFAULT_PORTS = {"http": 80, "https": 443}
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*:)?//", re.I)
ESCAPES = re.compile(r"(?:%[0-9a-f]{2})+", re.I)
# Written out, these would divide an address where it is not divided.
DIVIDING = frozenset("/?#&=+%;")
# An index holds no longer ones.
LONGEST_IN_BYTES = 2000


def web_key(url: str) -> str:
    """Return the address without what makes no difference: scheme, www, case of the host, default
    port, final slash, fragment, tracking parameters, the order of the others, dots for the folder
    and the one above, and how letters are escaped (RFC 3986 §6.2.2). A DOI is one in any case.
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
    # Pages that are put together in the browser have their path in the fragment.
    if parts.fragment.startswith(("!", "/")):
        key += "#" + unescape(parts.fragment).rstrip("/")
    return fit(key)


def without_dots(path: str) -> str:
    """Follow “.” and “..” in a path (RFC 3986 §5.2.4)."""
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            # The first is what stands before the first slash, which is nothing.
            del segments[max(len(segments) - 1, 1) :]
        elif segment != ".":
            segments.append(segment)
    return "/".join(segments)


def read_host(parts: SplitResult) -> str:
    """Return the host in small letters, with its port if that says anything. Raises ValueError."""
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    if "xn--" in host:
        host = host.encode("ascii").decode("idna")
    port = parts.port
    return host if port in (None, DEFAULT_PORTS.get(parts.scheme)) else f"{host}:{port}"


def unescape(text: str) -> str:
    return ESCAPES.sub(lambda match: unescape_letters(match[0]), text)


def unescape_letters(escapes: str) -> str:
    """Write out what escapes stand for, unless that divides addresses or cannot be seen."""
    try:
        letters = unquote(escapes, errors="strict")
    except UnicodeDecodeError:
        return escapes.upper()
    return "".join(
        letter
        if letter.isprintable() and letter not in DIVIDING
        else "".join(f"%{byte:02X}" for byte in letter.encode())
        for letter in letters
    )


def fit(key: str) -> str:
    encoded = key.encode(errors="replace")
    return key if len(encoded) <= LONGEST_IN_BYTES else f"sha256:{sha256(encoded).hexdigest()}"
