"""Templates that refer to other articles, mostly above a text or a section."""

from html import escape

from content.phrases import join_list
from imports.mediawiki.html import HtmlBlock, unlink
from imports.mediawiki.links import link_to_title
from imports.mediawiki.template_parameters import Parameters, TemplateWriter, named


def link_numbered(parameters: Parameters, number: str, *, label: str = "") -> str:
    """Return a link to the article that a numbered parameter names, or ""."""
    title, _, words = parameters.plain(number).lstrip(":").partition("|")
    shown = parameters.words(label or f"l{number}", f"label {number}") or escape(words, quote=False)
    name = title.partition("#")[0].strip()
    if not name:
        return ""
    return link_to_title(name, unlink(shown or escape(title, quote=False)), parameters.writer)


def link_all(parameters: Parameters, *, start: int = 1) -> list[str]:
    names = [name for name in parameters.numbered() if int(name) >= start]
    return [link for name in names if (link := link_numbered(parameters, name))]


def refer_to(words: str) -> TemplateWriter:
    def write(parameters: Parameters) -> HtmlBlock:
        listed = ", ".join(link_all(parameters)) or escape(
            parameters.writer.page_title, quote=False
        )
        return HtmlBlock(f"<p><em>{words}:</em> {listed}</p>")

    return write


def write_hatnote(*sentences: str) -> HtmlBlock:
    words = " ".join(filter(None, sentences))
    return HtmlBlock(f"<p><em>{words}</em></p>" if words else "")


def write_uses(parameters: Parameters, *, start: int) -> list[str]:
    """Return a sentence for each pair of parameters: a use of the word, and its article."""
    sentences = []
    numbers = [int(name) for name in parameters.numbered()]
    for number in range(start, max(numbers, default=0) + 1, 2):
        use = parameters.words(str(number))
        title = parameters.plain(str(number + 1))
        if title == "and":
            continue
        if use in {"", "and"}:
            use = "other uses"
        link = link_numbered(parameters, str(number + 1))
        if link or parameters.plain(str(number)):
            sentences.append(f"For {use}, see {link or link_disambiguation(parameters)}.")
    return sentences


def link_disambiguation(parameters: Parameters) -> str:
    title = f"{parameters.writer.page_title} (disambiguation)"
    return link_to_title(title, escape(title, quote=False), parameters.writer)


def write_about(parameters: Parameters) -> HtmlBlock:
    subject = parameters.words("1")
    uses = write_uses(parameters, start=2)
    if not uses:
        uses = [f"For other uses, see {link_disambiguation(parameters)}."]
    about = f"This article is about {subject}." if subject else ""
    return write_hatnote(about, *uses, parameters.words("text"))


def write_for(parameters: Parameters) -> HtmlBlock:
    """Write {{for|use|article|article …}}."""
    use = parameters.words("1") or "other uses"
    links = link_all(parameters, start=2) or [link_disambiguation(parameters)]
    return write_hatnote(f"For {use}, see {join_list(links)}.")


def write_for_several(parameters: Parameters) -> HtmlBlock:
    return write_hatnote(*write_uses(parameters, start=1))


def write_other_uses(parameters: Parameters) -> HtmlBlock:
    links = link_all(parameters) or [link_disambiguation(parameters)]
    return write_hatnote(f"For other uses, see {join_list(links)}.")


def write_redirect(parameters: Parameters) -> HtmlBlock:
    words = parameters.words("1")
    return write_hatnote(
        f"“{words}” redirects here." if words else "", *write_uses(parameters, start=2)
    )


def write_distinguish(parameters: Parameters) -> HtmlBlock:
    text = parameters.words("text")
    links = link_all(parameters)
    listed = text or ", ".join(links[:-2]) + (", " if links[:-2] else "") + " or ".join(links[-2:])
    return write_hatnote(f"Not to be confused with {listed}." if listed else "")


def write_own_words(parameters: Parameters) -> HtmlBlock:
    return write_hatnote(parameters.words("1", "text"))


def write_article_link(parameters: Parameters) -> str:
    """Write a link to an article, such as {{ill|Title|fr|Titre}} and {{w|Title|words}}."""
    parameters.used.update(parameters.numbered())
    return link_numbered(parameters, "1", label="lt")


def write_section_link(parameters: Parameters) -> str:
    title = parameters.plain("1")
    sections = [parameters.plain(name) for name in parameters.numbered() if name != "1"]
    shown = escape(" § ".join(filter(None, [title, *sections])), quote=False)
    return link_to_title(title, shown, parameters.writer) if title else shown


HATNOTE_WRITERS: dict[str, TemplateWriter] = {
    **named("main, main article, main list, main page", refer_to("Main article")),
    **named("see also, seealso, see, also see", refer_to("See also")),
    **named(
        "further, further information, details, see details, broader, more",
        refer_to("Further information"),
    ),
    **named("about, about2", write_about),
    **named("for, for2", write_for),
    **named("for multi, for-multi", write_for_several),
    **named(
        "other uses, otheruses, other uses of, other people, other places, other persons, for "
        "other uses, disambiguation-other-people, other",
        write_other_uses,
    ),
    **named("redirect, redirects here, redirect2", write_redirect),
    **named("distinguish, not to be confused with, confused", write_distinguish),
    **named("hatnote, rellink, self, dablink, selfref", write_own_words),
    **named("ill, interlanguage link, w, link, illm", write_article_link),
    **named("section link, slink", write_section_link),
}
