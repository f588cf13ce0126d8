"""The HTML elements that wikitext may have."""

INLINE = {
    "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "mark", "q", "ref", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var",
}  # fmt: skip
# The parser does not look into what is called <gallery>, although there are links in it.
GALLERY = "gallerylines"
BLOCK = {
    GALLERY, "blockquote", "caption", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4",
    "h5", "h6", "li", "ol", "poem", "references", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
}  # fmt: skip
EMPTY = {"br", "hr", "wbr"}
# Ends by itself where one of these begins, or where what holds it ends.
IMPLIED_END = {
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tr": {"td", "th", "tr"},
}
# Where these may stand.
PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "tr": {"table", "tbody", "thead", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
}
KEPT_ATTRIBUTES = {"name", "group", "colspan", "rowspan", "lang", "start", "title"}
