"""Templates for references: citations, footnotes, and page numbers."""

from html import escape

from content.dois import doi_address
from imports.mediawiki.html import flatten, take_references, unlink
from imports.mediawiki.links import link_to
from imports.mediawiki.template_parameters import Parameters, TemplateWriter, named
from imports.mediawiki.writer import HtmlWriter

AUTHORS = ("", *map(str, range(1, 20)))
# Where a number leads, by the name of its kind.
IDENTIFIERS = {
    "doi": "https://doi.org/",
    "isbn": "",
    "issn": "",
    "oclc": "https://www.worldcat.org/oclc/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
    "jstor": "https://www.jstor.org/stable/",
    "arxiv": "https://arxiv.org/abs/",
    "eric": "https://eric.ed.gov/?id=",
}


def write_citation(parameters: Parameters) -> str:
    """Write a citation, with a link."""
    title = parameters.words("title", "script-title", "chapter", "1")
    archived = parameters.plain("archive-url", "archiveurl")
    address = parameters.plain("url", "chapter-url") or archived
    if not address and (doi := parameters.plain("doi")):
        address = doi_address(doi)
    title, references = take_references(unlink(title))
    if is_web_address(address):
        title = link_to(address, title or escape(address), parameters.writer)
    authors = [
        ", ".join(filter(None, [parameters.words(f"last{n}"), parameters.words(f"first{n}")]))
        for n in AUTHORS
    ]
    authors += [parameters.words(f"author{n}") for n in AUTHORS]
    rest = (
        parameters.words(*names)
        for names in (
            ("work", "website", "newspaper", "magazine", "journal", "encyclopedia"),
            ("series",),
            ("edition",),
            ("volume",),
            ("issue", "number"),
            ("publisher", "institution"),
            ("location", "place"),
            ("date", "year"),
            ("page", "pages", "at"),
            ("isbn",),
            ("quote",),
        )
    )
    parts = ["; ".join(filter(None, authors)), title, *rest]
    if is_web_address(archived) and archived != address:
        # The original is often gone.
        parts.append(link_to(archived, "Archived copy", parameters.writer))
    return ". ".join(part.rstrip(".") for part in parts if part) + f".{references}"


def is_web_address(address: str) -> bool:
    return address.lower().startswith(("http://", "https://", "//"))


def write_note(parameters: Parameters) -> str:
    """Write a footnote of a template such as efn or refn."""
    return parameters.writer.notes.refer(
        group=parameters.plain("group") or "note",
        name=parameters.plain("name"),
        html=flatten(parameters.words("1", "text", "content")).strip(),
    )


def write_listed_notes(nodes: list, writer: HtmlWriter) -> str:
    """Read the footnotes that are only defined where the wiki lists them: <references>, reflist.

    All footnotes go at the end of the page.
    """
    words, _ = take_references(writer.inline(nodes))
    return words if words.strip() else ""


def refer_by_name(parameters: Parameters) -> str:
    """Write references to footnotes that are defined elsewhere on the page: {{r|name}}."""
    group = parameters.plain("group")
    return "".join(
        parameters.writer.notes.refer(group=group, name=name, html="")
        for number in parameters.numbered()
        if (name := parameters.plain(number))
    )


def write_short_citation(parameters: Parameters) -> str:
    """Return authors, year, and pages of a work that the page names elsewhere."""
    *authors, year = parameters.numbered_words() or [""]
    words = " ".join(filter(None, [" and ".join(authors), year]))
    pages = parameters.words("p", "page")
    several = parameters.words("pp", "pages")
    place = parameters.words("loc", "at")
    where = [f"p. {pages}" if pages else "", f"pp. {several}" if several else "", place]
    return ", ".join(filter(None, [words, *where]))


def write_short_footnote(parameters: Parameters) -> str:
    words, _ = take_references(unlink(write_short_citation(parameters)))
    # The same citation is the same footnote.
    return parameters.writer.notes.refer(group="", name=f"sfn {words}", html=f"{words}.")


def write_page_numbers(parameters: Parameters) -> str:
    pages = parameters.words("1", "p", "page", "pp", "pages", "at", "loc")
    return f"<sup>:{unlink(pages)}</sup>" if pages else ""


def identify(kind: str) -> TemplateWriter:
    """Return the writer of a number such as an ISBN, linked if there is one place for it."""

    def write(parameters: Parameters) -> str:
        start, written = IDENTIFIERS[kind], []
        for name in parameters.numbered() or [kind]:
            number = parameters.plain(name)
            if number:
                words = f"{kind.upper() if kind != 'doi' else 'doi'} {escape(number, quote=False)}"
                written.append(
                    link_to(start + number, words, parameters.writer) if start else words
                )
        return ", ".join(written)

    return write


REFERENCE_WRITERS: dict[str, TemplateWriter] = {
    **named("citation, cite, harvard citation", write_citation),
    **named("efn, efn-ua, efn-la, efn-lr, efn-ur, refn, #tag:ref", write_note),
    **named("footnote, note label, explanatory footnote", write_note),
    **named("r, efnr", refer_by_name),
    **named("sfn, sfnp, sfnm, shortened footnote", write_short_footnote),
    **named("harv, harvnb, harvtxt, harvp, harvcol, harvcoltxt", write_short_citation),
    **named("rp, reference page", write_page_numbers),
    **{kind: identify(kind) for kind in IDENTIFIERS},
}
