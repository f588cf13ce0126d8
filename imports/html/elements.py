"""The elements of HTML, as far as old posts use them."""

# fmt: off
INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "button", "cite", "code", "data", "del",
    "dfn", "em", "embed", "font", "i", "iframe", "img", "input", "ins", "kbd", "label", "mark",
    "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
}
BLOCK = {
    "address", "article", "aside", "audio", "blockquote", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main", "map", "menu",
    "nav", "noscript", "object", "ol", "optgroup", "option", "p", "picture", "pre", "search",
    "section", "select", "summary", "svg", "table", "tbody", "td", "textarea", "tfoot", "th",
    "thead", "tr", "ul", "video",
}
# Parts of blocks that hold nothing themselves.
BLOCK_PARTS = {"area", "col", "colgroup", "param", "source", "track"}
VOID = {
    "area", "br", "col", "embed", "hr", "img", "input", "param", "source", "track", "wbr",
}
# What stands in one of these alone is not a paragraph of its own.
TIGHT = {
    "address", "button", "caption", "dd", "dt", "figcaption", "figure", "label", "legend", "li",
    "option", "summary", "td", "th",
}
# fmt: on
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Beginning one of these ends what is still open of the first set, up to one of the second.
IMPLIED_END = {
    "li": ({"li"}, {"ul", "ol", "menu", "dir"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"table", "tr"}),
    "th": ({"td", "th"}, {"table", "tr"}),
}
SHOWN_WITHOUT_WORDS = {"img", "embed", "iframe", "input"}
