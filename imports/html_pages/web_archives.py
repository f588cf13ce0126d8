"""Pages saved as one file, .mht or .mhtml: an email with the page and its pictures (RFC 2557)."""

from base64 import b64encode
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import urljoin

from bs4 import BeautifulSoup

from imports.exceptions import UnreadableFile
from imports.folders.reading import decode

ENDINGS = {".mht", ".mhtml"}


def unpack(data: bytes) -> tuple[str, str, str]:
    """Return the page's HTML with its pictures in it, its address, and its encoding if not UTF-8.

    Raises UnreadableFile.
    """
    message = message_from_bytes(data, policy=policy.default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    if page is None:
        raise UnreadableFile(
            "It has no web page in it. Open it in a browser, and save it there as “web page, "
            "complete.”"
        )
    content = content_of(page)
    charset = page.get_content_charset("")
    if charset and charset not in {"utf-8", "us-ascii"}:
        # The part's own name for it comes before what the page declares.
        content = f'<meta charset="{charset}">'.encode() + content
    html, encoding = decode(content, is_html=True)
    address = str(page["Content-Location"] or message["Snapshot-Content-Location"] or "").strip()
    return insert_pictures(html, parts, address), address, encoding


def content_of(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def insert_pictures(html: str, parts: list[EmailMessage], address: str) -> str:
    pictures = {}
    for part in parts:
        if part.get_content_maintype() != "image":
            continue
        content = b64encode(content_of(part)).decode()
        names = [part["Content-Location"], f"cid:{str(part['Content-ID'] or '').strip(' <>')}"]
        for name in filter(None, names):
            pictures[str(name).strip()] = f"data:{part.get_content_type()};base64,{content}"
    soup = BeautifulSoup(html, "lxml")
    for image in soup.find_all("img", src=True):
        source = str(image["src"]).strip()
        image["src"] = pictures.get(source) or pictures.get(urljoin(address, source)) or source
    return str(soup)
