"""Sets a copy as a tagged PDF (PDF/UA-1) with Typst."""

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from content.copies.contents import TEMPLATES, Copy, Picture
from content.copies.pictures import picture_urls, store_pictures
from content.copies.typst_markup import Markup, shown, string
from content.exceptions import ContentError
from content.phrases import join_list
from content.site import site_name

logger = logging.getLogger(__name__)

MOST_SECONDS = 300
TYPESETTING = Path(__file__).with_name("typesetting.py")


class TypesettingFailed(ContentError):
    """Typst can’t set this document, however often it is tried. The message is for the log."""

    message = "This text can’t be set as a PDF."


def write_pdf(copy: Copy) -> bytes:
    """Return the copy as a PDF. The same copy always gives the same bytes.

    Raises TypesettingFailed, or OSError if there is no room.
    """
    with TemporaryDirectory() as folder:
        images = store_pictures(picture_urls(copy), Path(folder))
        Path(folder, "copy.typ").write_text(write_source(copy, images))
        moment = int(copy.modified_at.timestamp())
        typeset(folder, moment=moment, name=copy.name)
        return Path(folder, "copy.pdf").read_bytes()


def typeset(folder: str, *, moment: int, name: str) -> None:
    """Let Typst write copy.pdf. Raises TypesettingFailed."""
    command = [sys.executable, "-I", str(TYPESETTING), folder, str(moment)]
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=MOST_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise TypesettingFailed(f"It took more than {MOST_SECONDS} seconds.") from error
    if done.returncode:
        raise TypesettingFailed(done.stderr[-2_000:] or f"It ended with {done.returncode}.")
    if done.stderr:
        logger.warning("The copy %s isn’t PDF/UA: %s", name, done.stderr[:500].strip())


def write_source(copy: Copy, images: dict[str, str]) -> str:
    """Return the document for Typst. `images` are their files by address."""
    labels = {
        chapter.address: f"chapter-{number}"
        for number, chapter in enumerate(copy.chapters, start=1)
        if chapter.address
    }
    language, _, region = copy.language.partition("-")
    facts = {
        "title": string(copy.title),
        "kind": string(copy.label),
        "summary": string(copy.summary),
        "authors": array(copy.authors),
        "byline": string(join_list(list(copy.authors))),
        "facts": array(copy.facts),
        "lead": lead(copy.picture, images),
        "citation": f"[{write_citation(copy)}]",
        "license": string(copy.license),
        "publisher": string(copy.publisher),
        "site": string(site_name()),
        "url": string(copy.address),
        "language": string(language),
        "region": string(region) if region else "none",
        "description": string(copy.summary),
        "depth": "1" if copy.is_one_text else "2",
    }
    template = Path(TEMPLATES, "copy.typ").read_text()
    parameters = ",\n  ".join(f"{name}: {value}" for name, value in facts.items())
    chapters = "\n\n".join(write_chapters(copy, images, labels))
    return f"{template}\n#show: copy.with(\n  {parameters},\n)\n\n{chapters}\n"


def write_chapters(copy: Copy, images: dict[str, str], labels: dict[str, str]) -> Iterator[str]:
    for number, chapter in enumerate(copy.chapters, start=1):
        level = 0 if copy.is_one_text else chapter.level
        markup = Markup(
            images=images,
            chapters={} if copy.is_one_text else labels,
            base_url=chapter.address or copy.address,
            prefix=f"note-{number}",
            heading_shift=level - 1,
        )
        markup.below_heading(level)
        text = markup.write(chapter.html)
        facts = {
            "title": string("" if copy.is_one_text else chapter.title),
            "level": str(max(1, level)),
            "label": "none" if copy.is_one_text else f"<chapter-{number}>",
            "kicker": string(chapter.label),
            "facts": array(chapter.facts),
            "summary": string(chapter.summary),
            "lead": lead(chapter.picture, images),
        }
        parameters = ", ".join(f"{name}: {value}" for name, value in facts.items())
        yield f"#chapter({parameters})[\n{text}\n]"


def write_citation(copy: Copy) -> str:
    markup = Markup(images={}, chapters={}, base_url="", prefix="cite", links_are_noted=False)
    return markup.write(copy.citation)


def array(texts: tuple[str, ...]) -> str:
    return f"({''.join(f'{string(text)}, ' for text in texts)})"


def lead(picture: Picture | None, images: dict[str, str]) -> str:
    """Return a function of Typst that shows a lead image, with its caption, at most this high."""
    if picture is None or picture.url not in images:
        return "none"
    words = "  ".join(filter(None, [picture.caption, picture.credit]))
    image = f"picture({string(images[picture.url])}, {string(picture.alt)}, height: height)"
    return f"height => captioned({image}, [{shown(words)}])"
