"""Templates that show their own words, a sign, a quotation, a list, or a link."""

import re
from html import escape

from imports.mediawiki.html import HtmlBlock, unlink
from imports.mediawiki.links import IMAGES, link_to
from imports.mediawiki.template_parameters import Parameters, TemplateWriter, named

FILE_PREFIX = re.compile(r"^(?:file|image)\s*:\s*", re.IGNORECASE)


def write_quotation(parameters: Parameters) -> HtmlBlock:
    source = ", ".join(
        filter(
            None,
            [
                parameters.words("author", "by", "sign", "speaker", "2", "4"),
                parameters.words("source", "title", "3", "5"),
            ],
        )
    )
    attribution = f"<p>— {source}</p>" if source else ""
    text = parameters.block("text", "quote", "content", "lines", "1")
    parameters.used.update({"width", "align", "bgcolor", "fontsize", "quoted", "salign", "float"})
    return HtmlBlock(f"<blockquote>{text}{attribution}</blockquote>")


def write_first(parameters: Parameters) -> str:
    return parameters.words("1", "text")


def write_second(parameters: Parameters) -> str:
    return parameters.words("2", "text", "1")


def write_last(parameters: Parameters) -> str:
    """Write the last numbered parameter. Those before it are colors or sizes."""
    names = parameters.numbered()
    parameters.used.update(names)
    return parameters.words(names[-1]) if names else parameters.words("text")


def write_all(parameters: Parameters) -> str:
    return "".join(parameters.numbered_words())


def write_content(parameters: Parameters) -> HtmlBlock:
    """Write what a template only arranges, such as in columns."""
    return HtmlBlock(parameters.block("1", "content", "text"))


def write_list(parameters: Parameters, *, tag: str = "ul") -> HtmlBlock:
    items = "".join(f"<li>{item}</li>" for item in parameters.numbered_words())
    return HtmlBlock(f"<{tag}>{items}</{tag}>" if items else "")


def write_numbered_list(parameters: Parameters) -> HtmlBlock:
    return write_list(parameters, tag="ol")


def write_flat_list(parameters: Parameters) -> str:
    if len(parameters.numbered()) == 1:
        return write_content(parameters)
    return " · ".join(parameters.numbered_words())


def write_lines(parameters: Parameters) -> str:
    return "<br>".join(parameters.numbered_words())


def write_hidden(parameters: Parameters) -> HtmlBlock:
    title = parameters.words("1", "title", "header")
    text = parameters.block("2", "content", "text")
    return HtmlBlock((f"<p><strong>{title}</strong></p>" if title else "") + text)


def write_title(parameters: Parameters) -> HtmlBlock:
    title = parameters.words("1", "title", "header")
    return HtmlBlock(f"<p><strong>{title}</strong></p>" if title else "")


def write_url(parameters: Parameters) -> str:
    address = parameters.plain("1", "url")
    words = parameters.words("2", "name", "title") or escape(address)
    if not address:
        return words
    if "://" not in address:
        address = f"http://{address}"
    return link_to(address, unlink(words), parameters.writer)


def write_official_site(parameters: Parameters) -> str:
    address = parameters.plain("1", "url")
    words = parameters.plain("name", "2") or "Official website"
    if not address:
        return ""
    if "://" not in address:
        address = f"http://{address}"
    return link_to(address, escape(words), parameters.writer)


def write_video(parameters: Parameters) -> str:
    number = parameters.plain("1", "id")
    words = parameters.words("2", "title") or "Video"
    address = f"https://www.youtube.com/watch?v={number}"
    return link_to(address, unlink(words), parameters.writer) if number else words


def write_abbreviation(parameters: Parameters) -> str:
    meaning = parameters.words("2")
    return f"{parameters.words('1')} ({meaning})" if meaning else parameters.words("1")


def write_in_two_languages(parameters: Parameters) -> str:
    """Write {{nihongo|English|kanji|rōmaji}}."""
    others = parameters.numbered_words(start=2)
    first = parameters.words("1")
    return f"{first} ({', '.join(others)})".strip() if others else first


def write_code(parameters: Parameters) -> str:
    return f"<code>{unlink(parameters.words('1', 'code'))}</code>"


def write_mathematics(parameters: Parameters) -> str:
    """Write {{math|…}} as code, like <math>: readers see the formula as it was typed."""
    return f"<code>{unlink(parameters.words('1', 'math'))}</code>"


def write_template_name(parameters: Parameters) -> str:
    """Write {{tl|name}}, which names a template."""
    parts = [escape(parameters.plain(name), quote=True) for name in parameters.numbered()]
    return f"<code>&#123;&#123;{'|'.join(filter(None, parts))}&#125;&#125;</code>"


def write_images(parameters: Parameters) -> HtmlBlock:
    """Write the names and captions of {{multiple image}}."""
    items = []
    for number in ("", *map(str, range(1, 21))):
        name = parameters.plain(f"image{number}")
        words = parameters.words(f"caption{number}", f"alt{number}")
        parameters.used.update({f"alt{number}", f"width{number}", f"link{number}"})
        if name:
            name = FILE_PREFIX.sub("", name)
            parameters.writer.problem(IMAGES, name)
            label = f"<em>{escape(f'Image: {name}', quote=False)}</em>"
            items.append(f"<li>{label}{f'. {words}' if words else ''}</li>")
    parameters.used.update({"align", "direction", "total_width", "perrow", "header_align"})
    around = [parameters.words("header"), parameters.words("footer")]
    notes = "".join(f"<p>{note}</p>" for note in around if note)
    return HtmlBlock((f"<ul>{''.join(items)}</ul>" if items else "") + notes)


def wrap(tag: str) -> TemplateWriter:
    return lambda parameters: f"<{tag}>{parameters.words('1')}</{tag}>"


def constant(words: str) -> TemplateWriter:
    return lambda parameters: words


def unless_given(words: str) -> TemplateWriter:
    """Return the writer of a table cell that says “Yes” unless it says something else."""
    return lambda parameters: parameters.words("1", "2") or words


SIGNS = {
    "!": "|", "=": "=", "'": "&#39;", "(": "{", ")": "}", "((": "{{", "))": "}}", "pipe": "|",
    "nbsp": "\xa0", "spaces": "\xa0", "space": " ", "thinsp": "\u2009", "snd": "\xa0– ",
    "spnd": "\xa0– ", "spaced ndash": "\xa0– ", "spaced en dash": "\xa0– ", "ndash": "–",
    "en dash": "–", "mdash": "—", "em dash": "—", "spaced mdash": " — ", "·": "\xa0· ",
    "dot": "\xa0· ", "middot": "\xa0· ", "•": "\xa0• ", "bull": "\xa0• ", "bullet": "\xa0• ",
    "...": "…", "ellipsis": "…", "dagger": "†", "double dagger": "‡", "tick": "✓", "check": "✓",
    "check mark": "✓", "aye": "✓", "cross": "✗", "x mark": "✗", "nay": "✗", "increase": "▲",
    "decrease": "▼", "steady": "▬", "pi": "π", "times": "×", "minus": "−", "sic": "[sic]",
    "citation needed": "[citation needed]", "cn": "[citation needed]",
    "fact": "[citation needed]", "page needed": "[page needed]", "hashtag": "#", "br": "<br>",
}  # fmt: skip
CELLS = {
    "yes": "Yes", "no": "No", "partial": "Partial", "unknown": "Unknown", "n/a": "N/A",
    "na": "N/A", "tba": "TBA", "tbd": "TBD", "won": "Won", "nom": "Nominated", "maybe": "Maybe",
    "yes2": "Yes", "no2": "No", "dunno": "?", "some": "Some", "free": "Free",
}  # fmt: skip
TEXT_WRITERS: dict[str, TemplateWriter] = {
    **{name: constant(words) for name, words in SIGNS.items()},
    **{name: unless_given(words) for name, words in CELLS.items()},
    **named(
        "quote, cquote, quotation, blockquote, bquote, quote box, quotebox, rquote, pull quote, "
        "centered pull quote, poem quote, poemquote, quote frame, block quote, long quote, "
        "imagequote, epigraph",
        write_quotation,
    ),
    **named(
        "nowrap, nobr, small, big, nobold, noitalic, normal, larger, smaller, linktext, vanchor, "
        "visible anchor, flag, flagu, flagcountry, flagc, flag+link, nobreak, no wrap, smallcaps, "
        "sc, sm, smalldiv, text, resize-text, midsize, ipa, ipac-en, respell, pron, formatnum, "
        "nts, sort name, center, left, right, align-text, rotate, keep, tmath, radic, uc, "
        "lc, ucfirst, noprint, screen only, first word, abbrlink, mono, hash",
        write_first,
    ),
    **named(
        "lang, transl, transliteration, resize, align, sort, script, langx, color box, hover "
        "title, hs, font",
        write_second,
    ),
    **named("color, font color, background color, fontcolor", write_last),
    **named("nihongo, nihongo2, zh, korean, native name", write_in_two_languages),
    **named(
        "columns-list, div col content, plainlist, plain list, multicol, indented plainlist, "
        "columns, block indent, div, flatlist, notice content, stack, box",
        write_content,
    ),
    **named("unbulleted list, ubl, ublist, bulleted list, ub list, tree list", write_list),
    **named("ordered list, numbered list", write_numbered_list),
    **named("hlist, flat list", write_flat_list),
    **named("br separated entries, lines, pbr", write_lines),
    **named("hidden, collapse, hidden section, collapsed", write_hidden),
    **named("collapse top, hidden begin, hidden top, cot, hat", write_title),
    **named("url, link external", write_url),
    **named("official website, official, official site, official url", write_official_site),
    **named("webarchive, wayback", write_url),
    **named("youtube, youtube video", write_video),
    **named("abbr, tooltip, hint, h:title, define", write_abbreviation),
    **named(
        "code, kbd, key, key press, keypress, samp, tt, codett, mono code, inline code, codes, "
        "nowiki code",
        write_code,
    ),
    **named("math, bigmath", write_mathematics),
    **named("mvar, var, varserif, italic", wrap("i")),
    **named("strong, bold, b, strongbad", wrap("strong")),
    **named("em, i", wrap("em")),
    **named("sub, su-sub", wrap("sub")),
    **named("sup, smallsup", wrap("sup")),
    **named("underline, u", wrap("u")),
    **named("strikethrough, s, strike", wrap("s")),
    **named("sqrt, root", lambda parameters: f"√({parameters.words('1')})"),
    **named("circa, c., ca.", lambda parameters: f"c. {parameters.words('1')}".strip()),
    **named("fl., floruit", lambda parameters: f"fl. {parameters.words('1')}".strip()),
    **named("tl, tlx, tlp, tnull, template link, tld, temp", write_template_name),
    **named(
        "multiple image, multiple images, double image, vertical images list",
        write_images,
    ),
}
