"""The HTML elements that wikitext can contain."""

INLINE = {
    "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "mark", "q", "ref", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var",
}  # fmt: skip
# Renamed from <gallery>, in which the parser doesn't look for links.
GALLERY = "gallerylines"
BLOCK = {
    GALLERY, "blockquote", "caption", "center", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4",
    "h5", "h6", "li", "ol", "poem", "references", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
}  # fmt: skip
EMPTY = {"br", "hr", "wbr"}
# An element ends where one of these starts, or where its parent ends.
IMPLIED_END = {
    "li": {"li"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tr": {"td", "th", "tr"},
}
# The only elements that may contain these.
PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl"},
    "dd": {"dl"},
    "tr": {"table", "tbody", "thead", "tfoot"},
    "td": {"tr"},
    "th": {"tr"},
}
KEPT_ATTRIBUTES = {"name", "group", "colspan", "rowspan", "lang", "start", "title"}
