"""What two spellings of a web address share."""

from urllib.parse import parse_qsl, urlencode, urlsplit

# Told to whoever counts visits; they lead to the same page with and without.
TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid")


def web_key(url: str) -> str:
    """Return the address without what makes no difference: scheme, www, case of the host, default
    port, final slash, fragment, tracking parameters and the order of the others.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = parts.port
    except ValueError:
        return url.strip()
    if port and port != {"http": 80, "https": 443}.get(parts.scheme.lower()):
        host = f"{host}:{port}"
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not name.lower().startswith(TRACKING)
    ]
    path = parts.path.rstrip("/")
    return f"{host}{path}" + (f"?{urlencode(sorted(query))}" if query else "")
