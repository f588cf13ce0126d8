"""The HTML elements in old posts, by how a paragraph treats them."""

# fmt: off
INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "button", "cite", "code", "data", "del",
    "dfn", "em", "embed", "font", "i", "iframe", "img", "input", "ins", "kbd", "label", "mark",
    "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
}
# Within formulas, drawings, and readings above a word.
INLINE |= {
    "annotation", "annotation-xml", "math", "menclose", "merror", "mfenced", "mfrac", "mi",
    "mmultiscripts", "mn", "mo", "mover", "mpadded", "mphantom", "mroot", "mrow", "ms",
    "msqrt", "mstyle", "msub", "msubsup", "msup", "mtable", "mtd", "mtext", "mtr", "munder",
    "munderover", "semantics",
    "clippath", "defs", "desc", "g", "lineargradient", "mask", "radialgradient", "symbol", "text",
    "tspan",
    "rb", "rp", "rt", "rtc", "ruby",
    "foreignobject", "textpath",
}
# Of old browsers, and those that show a value: their words stay.
INLINE |= {"basefont", "blink", "marquee", "meter", "output", "progress", "slot"}
# Parts of formulas and drawings that never have words.
SHAPES = {
    "animate", "circle", "ellipse", "filter", "image", "line", "marker", "metadata", "mspace",
    "path", "pattern", "polygon", "polyline", "rect", "stop", "use",
}
BLOCK = {
    "address", "article", "aside", "audio", "blockquote", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "legend", "li", "main",
    "map", "menu", "nav", "noscript", "object", "ol", "optgroup", "option", "p", "picture", "pre",
    "search", "section", "select", "summary", "svg", "table", "tbody", "td", "textarea", "tfoot",
    "th", "thead", "tr", "ul", "video",
}
# Parts of blocks that never have content.
BLOCK_PARTS = {"area", "col", "colgroup", "param", "source", "track"}
# Of whole pages, as Word and mail programs paste them, and of old browsers. They show nothing.
PAGE_PARTS = {
    "applet", "base", "bgsound", "body", "frame", "frameset", "head", "html", "ilayer", "isindex",
    "keygen", "layer", "link", "meta", "multicol", "noembed", "noframes", "spacer", "template",
    "title", "xml",
}
VOID = {
    "area", "br", "col", "embed", "hr", "img", "input", "param", "source", "track", "wbr",
}
# Text alone in one of these isn't wrapped in a paragraph.
TIGHT = {
    "address", "button", "caption", "dd", "dt", "figcaption", "figure", "label", "legend", "li",
    "option", "summary", "td", "th",
}
# fmt: on
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
# Starting one of these closes an open element of the first set, within one of the second set.
IMPLIED_END = {
    "li": ({"li"}, {"ul", "ol", "menu", "dir"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"table", "tr"}),
    "th": ({"td", "th"}, {"table", "tr"}),
}
VISIBLE_WITHOUT_TEXT = {"img", "embed", "iframe", "input"}
