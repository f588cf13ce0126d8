"""Recognize the addresses of an old site's files, in any spelling.

Needs neither the database nor the files, so that worker processes can use it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import PurePosixPath
from unicodedata import normalize
from urllib.parse import unquote, urljoin, urlsplit

from content.domains import ascii_domain
from imports.files.data_urls import is_data_url, key_of_data_url

UPLOADS = re.compile(
    r"(?:/wp-content/uploads|/files|\.files\.wordpress\.com)/(?P<path>[^?#]+)", re.IGNORECASE
)
IMAGE_ENDINGS = "jpe?g|png|gif|webp|avif"
# WordPress stores smaller copies of each image. Import the original.
SMALLER_COPY = re.compile(
    rf"(?:-scaled)?(?:-\d{{1,5}}x\d{{1,5}})?(?=\.(?:{IMAGE_ENDINGS})$)", re.IGNORECASE
)
SIZE = re.compile(rf"-\d{{1,5}}x\d{{1,5}}\.(?:{IMAGE_ENDINGS})$", re.IGNORECASE)
FILE_ENDING = re.compile(
    rf"\.(?:{IMAGE_ENDINGS}|bmp|tiff?|svg|heic|pdf|docx?|docm|xlsx?|xlsm|csv|pptx?|ppsx?|pptm|od[tspg]"
    r"|rtf|txt|epub|mobi|key|pages|numbers|mp3|m4a|m4b|aac|og[gva]|oga|wav|wma|flac|aiff?|mp4|m4v"
    r"|mov|webm|avi|wmv|mpe?g|flv|3gp|mkv|zip|gz|tgz|tar|rar|7z|ics|vtt|srt|swf|psd|ai|eps)$",
    re.IGNORECASE,
)
# Most addresses are those of pages, which this tells sooner than taking them apart.
MAY_BE_FILE = re.compile(r"uploads/|files[/.]|%|\s|\.\w{1,4}\s*(?:[?#]|$)", re.IGNORECASE)
# Jetpack’s image server has the original’s address in its path.
IMAGE_SERVER = re.compile(r"(?:https?:)?//i\d\.wp\.com/", re.IGNORECASE)

IMAGE_TAG = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
ALT = re.compile(r"""\salt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
SOURCE = re.compile(r"""\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
ATTRIBUTE_VALUE = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)')""")
BARE_ADDRESS = re.compile(r"https?://[^\s<>\"'\[\]\\]+", re.IGNORECASE)
PUNCTUATION = ".,;:!?)"

# The parts of a domain below which each name is someone else’s.
SHARED_DOMAINS = {
    "wordpress.com", "blogspot.com", "github.io", "squarespace.com", "squarespace-cdn.com",
    "wixsite.com", "weebly.com", "typepad.com", "tumblr.com", "substack.com", "edublogs.org",
    "wpengine.com", "amazonaws.com", "cloudfront.net", "wpcomstaging.com",
}  # fmt: skip
SECOND_LEVEL = {"ac", "co", "com", "edu", "gov", "k12", "net", "nom", "org", "sch"}


@dataclass(frozen=True, slots=True)
class OldFiles:
    """What tells an old site's files from all other addresses.

    `folders` are the sites' own (host, path), below which every address with a file's ending is
    one of their files. `hosts` also has those of attachments, and `domains` all of their domains.
    `not_copies` are attachments whose names only look like those of smaller copies.
    """

    folders: frozenset[tuple[str, str]] = frozenset()
    hosts: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    not_copies: frozenset[str] = frozenset()
    has_several_sites: bool = False

    @property
    def own_domains(self) -> set[str]:
        return {domain_of(host) for host, _ in self.folders}

    def key_of(self, address: str) -> str | None:
        """Return a name that all spellings of a file's address share; None for other addresses.

        A relative address is one of the site's own.
        """
        if is_data_url(address):
            return key_of_data_url(address)
        key = self.exact_key_of(address)
        if key is None or key in self.not_copies:
            return key
        return SMALLER_COPY.sub("", key)

    def exact_key_of(self, address: str) -> str | None:
        """The same, but a smaller copy of an image has a key of its own."""
        if not MAY_BE_FILE.search(address):
            return None
        host, path = split(address)
        name = name_in_uploads(host, path)
        if name and (not host or domain_of(host) in self.domains):
            key = normalize("NFC", name)
            return f"{domain_of(host)}/{key}" if host and self.has_several_sites else key
        if FILE_ENDING.search(path) and self.has_file(host, path):
            return normalize("NFC", f"//{host}{path}")
        return None

    def lasting_key_of(self, key: str) -> str:
        """Return a key that is the same whichever exports are imported together."""
        if self.has_several_sites or key.startswith(("//", "data:")):
            return key
        return f"{min(self.own_domains, default='')}/{key}"

    def has_file(self, host: str, path: str) -> bool:
        if any(host == own and path.startswith(folder) for own, folder in self.folders):
            return True
        return host in self.hosts and host not in {own for own, _ in self.folders}

    def old_path_of(self, address: str, key: str) -> str:
        """Return the path that leads to a file here once readers of the old site come here.

        Empty if the file wasn't on the site's own domain.
        """
        host, path = split(address)
        is_own = not host or domain_of(host) in self.own_domains
        if not is_own or not path.startswith("/") or is_wordpress_com(host):
            return ""
        return original_name(path, key)


@dataclass(frozen=True, slots=True)
class NewAddresses:
    """Where files are now, by their old addresses."""

    old_files: OldFiles = OldFiles()
    by_key: dict[str, str] = field(default_factory=dict)

    def new_address(self, address: str) -> str | None:
        """Return where the file at an old address is now, or None if it isn't here."""
        key = self.old_files.key_of(address)
        return self.by_key.get(key) if key else None

    def is_missing(self, address: str) -> bool:
        """Whether this is the address of an old site's file that isn't here."""
        key = self.old_files.key_of(address)
        return key is not None and key not in self.by_key


def split(address: str) -> tuple[str, str]:
    """Return an address's host, without www, and its decoded path; both empty if it is none."""
    address = IMAGE_SERVER.sub("//", address.strip(), count=1)
    try:
        parts = urlsplit(address)
        host = ascii_domain(parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "", ""
    if parts.scheme.lower() not in {"", "http", "https"}:
        return "", ""
    return host, unquote(parts.path)


def host_of(address: str) -> str:
    """Return an address's host, without www, or an empty string."""
    return split(address)[0]


def domain_of(host: str) -> str:
    """Return the part of a host that belongs to one owner. Blogs often move within one."""
    host = host.replace(".files.wordpress.com", ".wordpress.com")
    labels = host.split(".")
    if labels[-1].isdecimal():
        # An IP address.
        return host
    is_shared = ".".join(labels[-2:]) in SHARED_DOMAINS
    is_national = len(labels[-1]) == 2 and labels[-2:-1] and labels[-2] in SECOND_LEVEL
    return ".".join(labels[-3:] if is_shared or is_national else labels[-2:])


def is_wordpress_com(host: str) -> bool:
    return host.endswith(".files.wordpress.com")


def name_in_uploads(host: str, path: str) -> str:
    """Return a file's path below the uploads folder, or an empty string."""
    found = UPLOADS.search(f"{host}{path}" if is_wordpress_com(host) else path)
    return found["path"] if found else ""


def original_name(written: str, key: str) -> str:
    """Return the name of an image instead of that of its smaller copy."""
    if normalize("NFC", PurePosixPath(written).name) == PurePosixPath(key).name:
        return written
    return SMALLER_COPY.sub("", written)


def names_in_folder(address: str, key: str) -> list[str]:
    """Return the paths that a file may have in a copy of the uploads folder, the best one first."""
    written = name_in_uploads(*split(address))
    if not written:
        # A file of a site that has its uploads elsewhere: any folder on the way may be theirs.
        parts = PurePosixPath(split(address)[1]).parts[1:]
        return ["/".join(parts[start:]) for start in range(len(parts))]
    name = original_name(written, key)
    stem, dot, ending = name.rpartition(".")
    return list(dict.fromkeys((name, f"{stem}-scaled{dot}{ending}", written)))


def addresses_to_fetch(address: str, key: str) -> list[str]:
    """Return the addresses under which the old site may have a file, the best one first."""
    written = re.split(r"[?#]", IMAGE_SERVER.sub("https://", address.strip(), count=1))[0]
    folder, slash, name = written.rpartition("/")
    is_original = normalize("NFC", unquote(name)) == PurePosixPath(key).name
    original = name if is_original else SMALLER_COPY.sub("", name)
    return list(dict.fromkeys((f"{folder}{slash}{original}", written)))


def absolute_address(address: str, *, base: str) -> str:
    """Make an address absolute."""
    if not base or is_data_url(address) or address.startswith(("https://", "http://")):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def addresses_in_html(html: str) -> Iterator[tuple[str, str]]:
    """Yield (address, alt text) for everything in a text that may be a file's address."""
    for tag in IMAGE_TAG.findall(html):
        if source := SOURCE.search(tag):
            alt = ALT.search(tag)
            yield unescape(first_of(source)), unescape(first_of(alt)) if alt else ""
    for found in ATTRIBUTE_VALUE.finditer(html):
        value = unescape(first_of(found)).strip()
        # A srcset has several addresses: smaller copies.
        if "/" in value and (" " not in value or FILE_ENDING.search(value)):
            yield value, ""
    for bare in BARE_ADDRESS.findall(html):
        yield unescape(bare).rstrip(PUNCTUATION), ""


def first_of(found: re.Match) -> str:
    return next((group for group in found.groups() if group), "")
