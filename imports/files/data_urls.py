"""Pictures pasted into a text, which are part of their own address: data:image/png;base64,…"""

import binascii
import re
from base64 import b64decode
from hashlib import sha256
from io import BytesIO
from urllib.parse import unquote_to_bytes

from django.conf import settings

from content.exceptions import FileRefused
from content.media import refusals

DATA_URL = re.compile(r"\s*data:(?P<type>[^,;]{0,100})(?P<more>[^,]{0,200}),", re.IGNORECASE)
BASE64 = re.compile(r";\s*base64\s*$", re.IGNORECASE)
TOO_LARGE = "This picture, which was pasted into the text, is too large."


def is_data_url(address: str) -> bool:
    return address[:20].lstrip()[:5].lower() == "data:"


def key_of_data_url(address: str) -> str:
    """Return a short name for the content of a data URL."""
    return f"data:{sha256(address.strip().encode(errors='replace')).hexdigest()}"


def read_data_url(address: str) -> BytesIO:
    """Return the file in a data URL. Raises a FileRefused."""
    found = DATA_URL.match(address)
    if found is None:
        raise FileRefused(refusals.IMAGE_BROKEN)
    # Base64 takes four characters for three bytes; percent-encoding takes more.
    if len(address) - found.end() > settings.IMAGE_MAX_BYTES * 4 // 3 + 4:
        raise FileRefused(TOO_LARGE)
    content = unquote_to_bytes(address[found.end() :].strip())
    if BASE64.search(found["more"]):
        try:
            content = b64decode(b"".join(content.split()), validate=True)
        except (binascii.Error, ValueError) as error:
            raise FileRefused(refusals.IMAGE_BROKEN) from error
    return BytesIO(content)
