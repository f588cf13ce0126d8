"""Convert templates. A page doesn't contain their definitions; a few are the same everywhere."""

from collections.abc import Callable
from html import escape

from mwparserfromhell.nodes import Template

from imports.mediawiki.html import HtmlBlock, flatten, take_references, unlink
from imports.mediawiki.links import link_to, link_to_title
from imports.mediawiki.writer import HtmlWriter

TEMPLATES = "Templates were kept as their names and parameters"

LEFT_OUT = "Template parameters that were removed"
# Parameters about a template's appearance or maintenance.
TECHNICAL = {
    "access-date", "accessdate", "archive-date", "archivedate", "archive-url", "archiveurl",
    "class", "date", "dead-url", "deadurl", "df", "language", "limit", "mode", "ref", "selfref",
    "style", "url-access", "url-status",
}  # fmt: skip


class Parameters:
    """A template's parameters, by name or by number, as HTML."""

    def __init__(self, node: Template, writer: HtmlWriter) -> None:
        self.writer = writer
        # If a name is repeated, the last one counts.
        self.values = {str(p.name).strip().lower(): p.value for p in node.params}
        self.used: set[str] = set()

    def words(self, *names: str) -> str:
        """Return the first of these parameters that isn't empty, as inline HTML."""
        self.used.update(names)
        for name in names:
            value = self.values.get(name)
            if value is not None and (html := self.writer.inline(value.nodes).strip()):
                return html
        return ""

    def block(self, *names: str) -> str:
        self.used.update(names)
        for name in names:
            value = self.values.get(name)
            if value is not None and (blocks := self.writer.blocks(value.nodes)):
                return "".join(blocks)
        return ""

    def plain(self, *names: str) -> str:
        """Return it as plain text, for an address or a title."""
        self.used.update(names)
        for name in names:
            if (value := self.values.get(name)) is not None and str(value).strip():
                return self.writer.plain(str(value)).strip()
        return ""

    def left_out(self) -> list[str]:
        """Return the unused parameters that matter to readers."""
        parameters = {
            name: " ".join(self.writer.plain(str(value)).split())
            for name, value in self.values.items()
            if name not in self.used | TECHNICAL
        }
        return [f"{name} = {value}"[:120] for name, value in parameters.items() if value]

    def numbered(self) -> list[str]:
        return [name for name in self.values if name.isdigit()]


def write_template(node: Template, writer: HtmlWriter) -> str:
    name = " ".join(writer.plain(str(node.name)).replace("_", " ").split())
    is_citation = name.lower().startswith("cite ")
    written = write_citation if is_citation else WRITERS.get(name.lower())
    if written is not None:
        parameters = Parameters(node, writer)
        html = written(parameters)
        for left_out in parameters.left_out():
            writer.problem(LEFT_OUT, f"{left_out} of {{{{{name}}}}}")
        return html
    variable, colon, _ = name.partition(":")
    if variable.upper() in VARIABLES:
        return escape(VARIABLES[variable.upper()](writer), quote=False)
    if variable.upper() in INVISIBLE_VARIABLES and colon:
        return ""
    writer.problem(TEMPLATES, f"{{{{{name[:80]}}}}}")
    return write_readable(node, name, writer)


def write_readable(node: Template, name: str, writer: HtmlWriter) -> str:
    """Write a template's name and parameters. Named parameters become a list."""
    values = [
        (str(p.name).strip() if p.showkey else "", writer.flow(p.value.nodes).strip())
        for p in node.params
    ]
    values = [(key, value) for key, value in values if value]
    shown = escape(name)
    if len(values) > 2 and any(key for key, _ in values):
        items = "".join(
            f"<li>{f'{escape(key)}: ' if key else ''}{value}</li>" for key, value in values
        )
        return HtmlBlock(f"<p><strong>{shown}</strong></p><ul>{items}</ul>")
    arguments = [f"{escape(key)} = {value}" if key else value for key, value in values]
    return "{{" + " | ".join([shown, *map(flatten, arguments)]) + "}}"


# What each template shows. MediaWiki's own variables are below.


def write_main(parameters: Parameters, words: str) -> HtmlBlock:
    links = []
    for number in parameters.numbered():
        title = parameters.plain(number).lstrip(":")
        shown = parameters.words(f"l{number}", f"label {number}") or escape(title, quote=False)
        name = title.partition("#")[0].strip()
        if name:
            links.append(link_to_title(name, unlink(shown), parameters.writer))
    listed = ", ".join(links) or parameters.writer.page_title
    return HtmlBlock(f"<p><em>{words}:</em> {listed}</p>")


def refer_to(words: str) -> Callable[[Parameters], str]:
    return lambda parameters: write_main(parameters, words)


def write_citation(parameters: Parameters) -> str:
    """Write a citation, with a link."""
    title = parameters.words("title", "chapter", "1")
    address = parameters.plain("url", "chapter-url", "archive-url", "archiveurl")
    if not address and (doi := parameters.plain("doi")):
        address = f"https://doi.org/{doi}"
    title, references = take_references(unlink(title))
    if address.lower().startswith(("http://", "https://", "//")):
        title = link_to(address, title or escape(address), parameters.writer)
    authors = [
        ", ".join(filter(None, [parameters.words(f"last{n}"), parameters.words(f"first{n}")]))
        for n in ("", *range(1, 20))
    ]
    authors += [parameters.words(f"author{n}") for n in ("", *range(1, 20))]
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
    return ". ".join(part.rstrip(".") for part in parts if part) + f".{references}"


def write_quotation(parameters: Parameters) -> HtmlBlock:
    source = ", ".join(
        filter(
            None,
            [
                parameters.words("author", "by", "sign", "2"),
                parameters.words("source", "title", "3"),
            ],
        )
    )
    attribution = f"<p>— {source}</p>" if source else ""
    return HtmlBlock(
        f"<blockquote>{parameters.block('text', 'quote', '1')}{attribution}</blockquote>"
    )


def write_first(parameters: Parameters) -> str:
    return parameters.words("1")


def write_second(parameters: Parameters) -> str:
    return parameters.words("2", "1")


def write_url(parameters: Parameters) -> str:
    address = parameters.plain("1", "url")
    words = parameters.words("2") or escape(address)
    if "://" not in address:
        address = f"http://{address}"
    return link_to(address, unlink(words), parameters.writer)


def write_abbreviation(parameters: Parameters) -> str:
    meaning = parameters.words("2")
    return f"{parameters.words('1')} ({meaning})" if meaning else parameters.words("1")


def write_code(parameters: Parameters) -> str:
    return f"<code>{unlink(parameters.words('1', 'code'))}</code>"


def write_nothing(parameters: Parameters) -> str:
    return ""


def constant(words: str) -> Callable[[Parameters], str]:
    return lambda parameters: words


WRITERS: dict[str, Callable[[Parameters], str]] = {
    "citation": write_citation,
    "cite": write_citation,
    "!": constant("|"),
    "=": constant("="),
    "'": constant("&#39;"),
    "(": constant("{"),
    ")": constant("}"),
    "nbsp": constant("\xa0"),
    "spaces": constant("\xa0"),
    "snd": constant("\xa0– "),
    "spnd": constant("\xa0– "),
    "spaced ndash": constant("\xa0– "),
    "ndash": constant("–"),
    "mdash": constant("—"),
    "-": write_nothing,
    "clear": write_nothing,
    "clr": write_nothing,
    "toc": write_nothing,
    "tocright": write_nothing,
    "reflist": write_nothing,
    "references": write_nothing,
    "notelist": write_nothing,
    "refbegin": write_nothing,
    "refend": write_nothing,
    "main": refer_to("Main article"),
    "main article": refer_to("Main article"),
    "see also": refer_to("See also"),
    "seealso": refer_to("See also"),
    "further": refer_to("Further information"),
    "further information": refer_to("Further information"),
    "details": refer_to("Further information"),
    "quote": write_quotation,
    "cquote": write_quotation,
    "quotation": write_quotation,
    "blockquote": write_quotation,
    "url": write_url,
    "abbr": write_abbreviation,
    "tooltip": write_abbreviation,
    "code": write_code,
    "nowrap": write_first,
    "small": write_first,
    "big": write_first,
    "nobold": write_first,
    "lang": write_second,
    "citation needed": constant("[citation needed]"),
    "cn": constant("[citation needed]"),
    "fact": constant("[citation needed]"),
}
VARIABLES: dict[str, Callable[[HtmlWriter], str]] = {
    "PAGENAME": lambda writer: writer.page_title,
    "FULLPAGENAME": lambda writer: writer.page_title,
    "SUBPAGENAME": lambda writer: writer.page_title.rpartition("/")[2],
    "BASEPAGENAME": lambda writer: writer.page_title.rpartition("/")[0] or writer.page_title,
    "SITENAME": lambda writer: writer.site.name,
}
# They set a page's sort key or title, and show nothing.
INVISIBLE_VARIABLES = {"DEFAULTSORT", "DEFAULTSORTKEY", "DEFAULTCATEGORYSORT", "DISPLAYTITLE"}
