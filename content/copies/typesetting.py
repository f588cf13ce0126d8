"""Sets a document of Typst as a PDF, in a process of its own: `typesetting.py folder moment`.

The worker would keep the memory that the longest document took, and a malicious text may take any
time and memory, which the operating system limits here. It imports nothing from the site.

The folder has the document, copy.typ, and its pictures; Typst reads nothing outside of it. The
result is copy.pdf. What keeps it from being PDF/UA is written to standard error. The moment is what
the file says of its creation, in Unix time.
"""

import resource
import sys
from contextlib import suppress
from pathlib import Path

import typst

MEMORY = 3 * 1024**3
OUTPUT = 256 * 1024**2
SECONDS = 240


def main(folder: Path, moment: int) -> None:
    limit_resources()
    fonts = typst.Fonts()

    def write(standards: list) -> None:
        typst.compile(
            folder / "copy.typ",
            output=folder / "copy.pdf",
            root=folder,
            font_paths=fonts,
            pdf_standards=standards,
            timestamp=moment,
        )

    try:
        write(["ua-1"])
    except typst.TypstError as error:
        # PDF/UA refuses characters that no font has. Without the claim, they are boxes.
        print(error.message, file=sys.stderr)
        write([])


def limit_resources() -> None:
    limits = {
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_CPU: SECONDS,
        resource.RLIMIT_FSIZE: OUTPUT,
        resource.RLIMIT_CORE: 0,
    }
    for name, most in limits.items():
        # macOS doesn't support all of them.
        with suppress(ValueError, OSError):
            resource.setrlimit(name, (most, most))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
