"""Clean the addresses of links: no redirects that count clicks, and no tracking parameters."""

import re
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urljoin, urlsplit

from bs4 import BeautifulSoup, Tag
from django.conf import settings

from imports.html.addresses import scheme_of
from imports.html.trees import find_elements

# Where a program sends its readers' clicks: the host, with those below it, the path, and the
# parameter that has the address.
REDIRECTS = (
    ("google.com", "/url", ("q", "url")),
    ("safelinks.protection.outlook.com", "/", ("url",)),
    ("safelinks.protection.office365.us", "/", ("url",)),
    ("l.facebook.com", "/l.php", ("u",)),
    ("lm.facebook.com", "/l.php", ("u",)),
    ("linkedin.com", "/safety/go", ("url",)),
    ("slack-redir.net", "/link", ("url",)),
    ("youtube.com", "/redirect", ("q",)),
    ("urldefense.proofpoint.com", "/v2/url", ("u",)),
)
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|mc_cid|mc_eid|_hsenc|_hsmi"
    r"|mkt_tok|vero_id|oly_enc_id|oly_anon_id",
    re.IGNORECASE,
)
PROOFPOINT = re.compile(r"https?://urldefense\.com/v3/__(?P<address>https?:/.+?)__;", re.IGNORECASE)
MOST_REDIRECTS = 5


def clean_links(soup: BeautifulSoup, *, base: str) -> None:
    """Clean the address of each link. One that leads nowhere from here becomes its text."""
    targets = {
        str(name)
        for element in soup.find_all(True)
        for name in (element.get("id"), element.get("name"))
        if name
    }
    for link in find_elements(soup, {"a"}):
        if not link.get("href"):
            continue
        address = clean_address(absolute(str(link["href"]).strip(), base))
        leads_somewhere = scheme_of(address) or address.startswith("/") or address[1:] in targets
        if not address or not leads_somewhere:
            link.unwrap()
        else:
            link["href"] = address
            del link["title"]


def absolute(address: str, base: str) -> str:
    """Return the address as seen from the page that it is on, or "" if that is unknown."""
    if address.startswith("#") or scheme_of(address) not in {"", "file"}:
        return address
    try:
        return urljoin(base, address) if base else ""
    except ValueError:
        return ""


def clean_address(address: str) -> str:
    """Return the address itself, as a path if it is on this site."""
    for _ in range(MOST_REDIRECTS):
        target = target_of(address)
        if not target:
            break
        address = target
    address = remove_tracking(address)
    is_here = address.startswith((f"{settings.SITE_URL}/", f"{settings.SITE_URL}#"))
    return address.removeprefix(settings.SITE_URL) if is_here else address


def target_of(address: str) -> str:
    """Return where a redirect leads, or "" if the address isn't one."""
    if found := PROOFPOINT.match(address):
        return re.sub(r"^(https?):/(?=[^/])", r"\1://", found["address"])
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    for name, path, parameters in REDIRECTS:
        if (host == name or host.endswith(f".{name}")) and parts.path in {path, f"{path}/"}:
            fields = parse_qs(parts.query)
            target = next((fields[each][0] for each in parameters if each in fields), "")
            if name.endswith("proofpoint.com"):
                target = unquote(target.replace("-", "%").replace("_", "/"))
            return target if scheme_of(target) in {"http", "https"} else ""
    return ""


def remove_tracking(address: str) -> str:
    try:
        parts = urlsplit(address)
        fields = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return address
    kept = [(name, value) for name, value in fields if not TRACKING.fullmatch(name)]
    if len(kept) == len(fields):
        # What is as it should be stays as it was written.
        return address
    return parts._replace(query=urlencode(kept)).geturl()


def base_of(soup: BeautifulSoup) -> str:
    """Return the address that the page's links start from, if it says so."""
    base = soup.find("base", href=True)
    return str(base["href"]) if isinstance(base, Tag) else ""
