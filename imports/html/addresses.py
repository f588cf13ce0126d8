"""Which addresses in old HTML may stay links."""

import re
from functools import lru_cache

ALLOWED_SCHEMES = {"", "http", "https", "mailto", "tel"}
SCRIPT_SCHEMES = {"javascript", "vbscript", "data"}


@lru_cache(maxsize=10_000)
def scheme_of(address: str) -> str:
    """Return an address's scheme, ignoring white space as browsers do, or an empty string."""
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", re.sub(r"[\s\x00-\x1f]", "", address))
    return found[1].lower() if found else ""
