"""PDFs for tests, made on demand: readable, locked, scanned, broken, and hostile."""

import zlib
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.support.pictures import photo

SENTENCE = "Students move on when they have shown what they can do, and not before."


def pdf(*pages: str) -> bytes:
    """A PDF with these pages, line by line."""
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    for text in pages:
        lines = canvas.beginText(50, 780)
        lines.textLines(text)
        canvas.drawText(lines)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def encrypted_pdf(*, user_password: str, owner_password: str = "owner") -> bytes:
    """A PDF that opens with the user's password, which may be empty."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf(SENTENCE))))
    writer.encrypt(user_password, owner_password, algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def scanned_pdf(*, pages: int, texts: int = 0) -> bytes:
    """A PDF with this many pages of text, followed by scanned pages."""
    file = BytesIO()
    canvas = Canvas(file, invariant=True)
    for number in range(pages + texts):
        if number < texts:
            canvas.drawString(50, 780, SENTENCE)
        else:
            canvas.drawImage(ImageReader(photo((60, 80))), 0, 0)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def build_pdf(objects: list[bytes], *, root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1, whether they make sense or not."""
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        root,
        start,
    )


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def one_page(content: bytes) -> bytes:
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>"
    )
    form = stream(
        b"/X Do /X Do",
        b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>",
    )
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return build_pdf([CATALOG, pages, page, content, FONT, form])


def decompression_bomb() -> bytes:
    """A one-kilobyte page that expands to more than a gigabyte."""
    packer = zlib.compressobj(9)
    spaces = b" " * 1024**2
    inner = b"".join(packer.compress(spaces) for _ in range(1100)) + packer.flush()
    return one_page(stream(zlib.compress(inner, 9), b"/Filter[/FlateDecode/FlateDecode]"))


def self_drawing_page() -> bytes:
    return one_page(stream(b"BT /F 12 Tf (x) Tj ET /X Do"))


def page_of_operators(count: int) -> bytes:
    """A page of tiny operations, which take long to process."""
    packed = zlib.compress(b"BT /F 12 Tf (a) Tj ET\n" * count, 9)
    return one_page(stream(packed, b"/Filter/FlateDecode"))


def cyclic_page_tree() -> bytes:
    """A page tree that contains itself."""
    pages = b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"
    inner = b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R]/Count 1>>"
    return build_pdf([CATALOG, pages, inner])


def repeated_pages(count: int) -> bytes:
    """The same empty page, this many times."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"
    pages = b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b"3 0 R " * count)
    return build_pdf([CATALOG, pages, page])
