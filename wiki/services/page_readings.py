"""Reads a page in a job, and keeps what it says of itself for the form of a resource."""

import logging
from datetime import timedelta
from io import BytesIO
from tempfile import TemporaryFile

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from content.attempts import AttemptLimit, count_attempt
from content.citations.makers import join_makers
from content.editing.saving import save_entry
from content.editing.slugs import propose_slug
from content.exceptions import FileRefused, ImageInUse, VisitFailed
from content.links.downloads import Download, download
from content.links.web_client import WebClient
from content.locks import take_lock
from content.media.images import add_image, delete_image
from content.models import Image, User
from content.moments import LAST_YEAR
from content.phrases import join_list, shorten
from wiki.models import PageReading, Resource
from wiki.normalized_urls import normalize_url
from wiki.services.pdf_texts import read_pdf_title

logger = logging.getLogger(__name__)

CLIENT = WebClient(program="library")
LONGEST_DOWNLOAD = 20 * 1024 * 1024  # bytes
LONGEST_SUMMARY = 500
KEPT_FOR = timedelta(days=1)
NO_PAGE = "There is neither a web page nor a PDF at this address, so nothing could be read."
NO_PDF_TITLE = "This PDF doesn’t say its title."
FAILED = "Something went wrong, so nothing could be read."
# The fields of a resource, as a sentence names them.
WANTED = {"title": "title", "made_by": "authors", "year": "year", "summary": "description"}

Stage = PageReading.Stage


@transaction.atomic
def start_reading(*, url: str, by: User, **facts: bool) -> PageReading:
    """Queue a job that reads a page, and with makes_draft=True, adds it. Raises TooManyAttempts."""
    limit = AttemptLimit("readings of pages", at_most=200, within=timedelta(hours=1))
    count_attempt({limit: str(by.pk)})
    reading = PageReading.objects.create(url=url, asked_by=by)
    # Without it otherwise: workers of the release before don't know makes_draft.
    read_address.defer(reading_id=reading.pk, **facts)
    return reading


@transaction.atomic
def start_drafts(*, urls: list[str], by: User) -> list[PageReading]:
    """Have a draft made of each address that isn’t in the library. Raises TooManyAttempts."""
    known = Resource.objects.filter(normalized_url__in=map(normalize_url, urls))
    taken = set(known.values_list("normalized_url", flat=True))
    return [
        PageReading.objects.create(url=url, asked_by=by, step=Stage.DONE)
        if normalize_url(url) in taken
        else start_reading(url=url, by=by, makes_draft=True)
        for url in urls
    ]


def latest_reading(*, url: str, by: User) -> PageReading | None:
    """Return what a user had read at an address last."""
    return PageReading.objects.filter(url=url, asked_by=by).order_by("-pk").first()


# Someone is waiting for it, so it comes before the checks of links.
@app.task(name="wiki.read_address", queue="links")
def read_address(*, reading_id: int, makes_draft: bool = False) -> None:
    """Read a page and its picture, or record why that isn't possible. Then maybe make a draft."""
    reading = PageReading.objects.filter(pk=reading_id).first()
    if reading is None:
        return
    try:
        read(reading)
        if makes_draft and "title" in reading.found:
            make_draft(reading)
    except VisitFailed as error:
        problem = str(error)
        reading.problem = f"Nothing could be read: {problem[:1].lower()}{problem[1:]}"
    except Exception:
        logger.exception("The page at %s could not be read.", reading.url)
        reading.problem = FAILED
    go_to(reading, Stage.DONE)


@transaction.atomic
def make_draft(reading: PageReading) -> None:
    """Save what was read as a draft of the one who asked, unless the library has its address."""
    take_lock("addresses of resources")
    if Resource.objects.filter(normalized_url=normalize_url(reading.url)).exists():
        return
    found = reading.found
    draft = Resource(
        **found,
        url=reading.url,
        slug=propose_slug(found["title"], model=Resource),
        lead_image=reading.image,
    )
    save_entry(entry=draft, by=reading.asked_by, reason="Added from its address")


def read(reading: PageReading) -> None:
    """Raises a VisitFailed."""
    go_to(reading, Stage.PAGE)
    page = download(CLIENT, reading.url, max_bytes=LONGEST_DOWNLOAD)
    if page.content.startswith(b"%PDF") or "application/pdf" in page.content_type:
        read_pdf_at(reading, page)
    elif "html" in page.content_type or not page.content_type:
        read_web_page(reading, page)
    else:
        reading.problem = NO_PAGE


def read_pdf_at(reading: PageReading, page: Download) -> None:
    if not page.is_whole:
        reading.problem = "This PDF is larger than 20 MB, so it wasn’t read."
        return
    with TemporaryFile() as file:
        file.write(page.content)
        title = read_pdf_title(file)
    if title:
        reading.found = {"title": shorten(title, 300)}
        reading.problem = "This is a PDF, of which only the title could be read. Add the rest."
    else:
        reading.problem = NO_PDF_TITLE


def read_web_page(reading: PageReading, page: Download) -> None:
    # lxml takes a while to load, and the web processes don't need it for this.
    from wiki.page_facts import read_page

    facts = read_page(page.content, url=page.url, content_type=page.content_type)
    values = {
        "title": shorten(facts.title, 300),
        "made_by": shorten(join_makers(facts.authors, [facts.site]), 500),
        "year": facts.year if facts.year and facts.year <= LAST_YEAR else None,
        "summary": shorten(facts.description, LONGEST_SUMMARY),
    }
    reading.found = {name: value for name, value in values.items() if value}
    missing = [words for name, words in WANTED.items() if not values[name]]
    if values["made_by"] and not facts.authors:
        missing.insert(0, WANTED["made_by"])
    sentences = [f"The page doesn’t say its {join_list(missing, 'or')}."] if missing else []
    if facts.picture:
        go_to(reading, Stage.PICTURE)
        sentences.append(
            fetch_picture(reading, facts.picture, alt=facts.picture_alt, credit=facts.site)
        )
    else:
        sentences.append("It names no picture.")
    reading.problem = " ".join(filter(None, sentences))[:1000]


def fetch_picture(reading: PageReading, url: str, *, alt: str, credit: str) -> str:
    """Add the picture; return why it couldn't be used, or ""."""
    try:
        picture = download(CLIENT, url, max_bytes=LONGEST_DOWNLOAD)
        if not picture.is_whole:
            return "Its picture is larger than 20 MB, so it wasn’t used."
        reading.image = add_image(
            file=BytesIO(picture.content),
            name=url.partition("?")[0].rpartition("/")[2] or "picture",
            alt=alt[:500],
            credit=credit[:300],
            by=reading.asked_by,
            require_alt=False,
        )
    except (VisitFailed, FileRefused) as error:
        return f"Its picture couldn’t be used: {error}"
    except ValidationError as error:
        return f"Its picture couldn’t be used: {' '.join(error.messages)}"
    return ""


def go_to(reading: PageReading, step: Stage) -> None:
    """Save how far the job is. The row may be gone: readings are deleted after a day."""
    reading.step = step
    found = {name: getattr(reading, name) for name in ("step", "found", "problem", "image")}
    PageReading.objects.filter(pk=reading.pk).update(**found)


@app.periodic(cron="7 8 * * *")
@app.task(name="wiki.forget_readings", queueing_lock="forget-readings")
def forget_readings(timestamp: int) -> None:
    """Delete readings of more than a day ago, with the pictures that no one used."""
    old = PageReading.objects.filter(created_at__lt=timezone.now() - KEPT_FOR)
    for reading in old.select_related("image"):
        image = reading.image
        reading.delete()
        if image is not None and is_only_read(image, reading):
            try:
                delete_image(image=image)
            except ImageInUse:
                continue


def is_only_read(image: Image, reading: PageReading) -> bool:
    """Whether the reading itself added the image, rather than someone before it."""
    is_new = image.uploaded_by_id == reading.asked_by_id and image.uploaded_at >= reading.created_at
    return is_new and not PageReading.objects.filter(image=image).exists()
