"""Office documents for tests, made on demand: valid, broken, and hostile."""

import zipfile
from io import BytesIO

OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def pdf_marked_encrypted(*, mark_at: int = 0) -> bytes:
    """A PDF with an /Encrypt entry at this byte, or in its usual place."""
    content = PDF.replace(b"/Root", b"/Encrypt 9 0 R/Root")
    padding = max(0, mark_at - content.index(b"/Encrypt"))
    return content[:9] + b"%" * padding + content[9:]


def archive(members: dict[str, str | bytes], *, compression=zipfile.ZIP_DEFLATED) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", compression) as written:
        for name, content in members.items():
            # Without the time, so that the same members are the same file.
            written.writestr(zipfile.ZipInfo(name), content, compress_type=compression)
    return file.getvalue()


def office(kind: str = "wordprocessingml.document", folder: str = "word", **more) -> bytes:
    """An Office file; `more` adds members, with __ for / in their names."""
    types = f'<Types><Override PartName="/{folder}/x.xml" ContentType="{OFFICE}.{kind}.main+xml"/>'
    members = {"[Content_Types].xml": types, "_rels/.rels": "<R/>", f"{folder}/x.xml": "<x/>"}
    return archive(members | {name.replace("__", "/"): text for name, text in more.items()})


def open_document(kind: str = "text", **more) -> bytes:
    members = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}",
        "content.xml": "<x/>",
        "META-INF/manifest.xml": "<manifest/>",
    }
    return archive(members | {name.replace("__", "/"): text for name, text in more.items()})


def epub() -> bytes:
    return archive({"mimetype": "application/epub+zip", "META-INF/container.xml": "<container/>"})


def mark_encrypted(content: bytes) -> bytes:
    """Return the archive with every member marked as encrypted."""
    changed = bytearray(content)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = changed.find(signature)
        while place >= 0:
            changed[place + offset] |= 1
            place = changed.find(signature, place + 1)
    return bytes(changed)


def corrupt(content: bytes) -> bytes:
    """Return the archive with one wrong byte in the content of its first member."""
    changed = bytearray(content)
    changed[30 + len("[Content_Types].xml") + 10] ^= 0xFF
    return bytes(changed)
