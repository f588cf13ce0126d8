"""Typeset the demo's publications and slides: `make drawings`, or `python -m tools.write_pdfs`."""

import sys
from dataclasses import replace
from pathlib import Path

from cworks.demo.texts import DemoContentError, Text, read_text
from tools.typesetting.document import Manuscript, write_pdf
from tools.typesetting.slides import write_slides

DEMO = Path(__file__).parents[1] / "cworks/demo"
FOLDER = DEMO / "publications"
IMAGES = DEMO / "images"
EVENTS = DEMO / "events"


def write_all(names: list[str], *, folder: Path = FOLDER / "pdf") -> None:
    """Typeset the named publications, or all of them. Raises DemoContentError."""
    for source in sorted((FOLDER / "text").glob("*.md")):
        if names and source.stem not in names:
            continue
        path = folder / f"{source.stem}.pdf"
        write_pdf(read_manuscript(source), path)
        print(f"{path.name}: {path.stat().st_size // 1024} kB")


def write_all_slides(names: list[str], *, folder: Path = EVENTS) -> None:
    """Typeset the slides of the named events, or of all events. Raises DemoContentError."""
    for source in sorted((EVENTS / "slides").glob("*.md")):
        if names and source.stem not in names:
            continue
        path = folder / f"{source.stem}.pdf"
        write_slides(read_text(source), path)
        print(f"{path.name}: {path.stat().st_size // 1024} kB")


def read_manuscript(source: Path) -> Manuscript:
    text = read_text(source)
    if "corrected_in" in text.facts:
        return before_correction(text)
    facts = dict(text.facts)
    cover = facts.pop("cover", None)
    facts.pop("slug")
    return Manuscript(body=text.body, cover=cover and IMAGES / f"{cover}.webp", **facts)


def before_correction(text: Text) -> Manuscript:
    """Return the first printing: the corrected text with the errors put back."""
    corrected = read_manuscript(text.path.with_stem(text.facts["corrected_in"]))
    body = corrected.body
    for difference in text.facts["differences"]:
        if body.count(difference["corrected"]) != 1:
            raise DemoContentError(
                f"{text.name} says that “{difference['corrected']}” was corrected, "
                "but the corrected text does not contain it exactly once."
            )
        body = body.replace(difference["corrected"], difference["printed"])
    return replace(corrected, body=body)


if __name__ == "__main__":
    write_all(sys.argv[1:])
    write_all_slides(sys.argv[1:])
