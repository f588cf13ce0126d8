"""The formats of reference managers, and the styles that pages show."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from django.utils.safestring import SafeString

from content.citations.bibliographies import write_bibtex, write_csl_json, write_ris
from content.citations.bibtex import bibtex
from content.citations.csl_json import csl_json
from content.citations.ris import ris
from content.citations.sentence_case import sentence_case
from content.citations.styles import STYLES
from content.citations.works import Work


@dataclass(frozen=True)
class FileFormat:
    """A format of reference managers: how one work and many are written."""

    label: str
    write: Callable[[Work], str]
    write_all: Callable[[Iterable[Work]], str]
    content_type: str
    extension: str


# By the name in the address.
FORMATS = {
    "bibtex": FileFormat(
        "BibTeX", bibtex, write_bibtex, "application/x-bibtex; charset=utf-8", "bib"
    ),
    "ris": FileFormat(
        "RIS (Zotero, EndNote, Mendeley)",
        ris,
        write_ris,
        "application/x-research-info-systems; charset=utf-8",
        "ris",
    ),
    "csl-json": FileFormat(
        "CSL JSON", csl_json, write_csl_json, "application/vnd.citationstyles.csl+json", "json"
    ),
}


@dataclass(frozen=True)
class StyledCitation:
    style: str
    html: SafeString


def cite(work: Work, *, html: str) -> list[StyledCitation]:
    """Return how to cite a work, whose text is `html`, in each style."""
    in_apa = replace(work, title=sentence_case(work.title, html=html))
    return [
        StyledCitation(style, write(in_apa if name == "apa" else work).html)
        for name, (style, write) in STYLES.items()
    ]
