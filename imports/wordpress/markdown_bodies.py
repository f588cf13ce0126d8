"""Bodies that were written in Markdown, with one of WordPress's plug-ins for it.

Exports don't say so: what readers saw was made from the Markdown when a page was shown. So it is
recognized by what people write only in Markdown.
"""

import re

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

PARSER = (
    MarkdownIt("commonmark", {"maxNesting": 100})
    .enable(["table", "strikethrough"])
    .use(footnote_plugin)
)
FENCE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n`]*\n.*?^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL
)
CODE = re.compile(r"`[^`\n]+`")
BLOCK_HTML = re.compile(
    r"<!--\s+wp:|</?(?:p|div|h[1-6]|ul|ol|li|table|tr|td|blockquote|section|span|font|strong|em|b|i)"
    r"\b[^<>]*>",
    re.IGNORECASE,
)
HTML_CODE = re.compile(r"<(?:pre|code|kbd|samp)\b", re.IGNORECASE)
HEADING = re.compile(r"^#{2,6} \S.*$|(?:\A|\n\n)# \S.*(?=\n\n|\Z)", re.MULTILINE)
LINK = re.compile(
    r"(?<!\\)!?\[[^\[\]\n]+\]\((?:https?://|/|#|mailto:)[^\s()]*(?:\s+\"[^\"\n]*\")?\)"
)
REFERENCE = re.compile(r"^ {0,3}\[[^\[\]\n]+\]:[ \t]+<?https?://\S+", re.MULTILINE)
LIST = re.compile(r"(?:\A|\n\n)(?:[*+-] \S.*\n+){1,}[*+-] \S")
NUMBERS = re.compile(r"(?:\A|\n\n)1\. \S.*\n+2\. \S")
QUOTATION = re.compile(r"(?:\A|\n\n)> \S")
STRONG = re.compile(r"(?<![*\w])\*\*[^\s*](?:[^*\n]*[^\s*])?\*\*(?!\w)")
# People write these only in Markdown; the others also elsewhere.
SURE_SIGNS = (HEADING, LINK, REFERENCE)
OTHER_SIGNS = (LIST, NUMBERS, QUOTATION, STRONG)
SHORTCODE = re.compile(r"\[[^\[\]<>]*&quot;[^\[\]<>]*\]")


def is_markdown(body: str, *, is_expected: bool = False) -> bool:
    """Whether a stored body is Markdown. `is_expected` says that a plug-in marked it as such."""
    without_code, fences = FENCE.subn("", body.replace("\r\n", "\n"))
    without_code, codes = CODE.subn("", without_code)
    if BLOCK_HTML.search(without_code):
        return False
    if not is_expected and HTML_CODE.search(without_code):
        # Code in HTML is literal. What looks like Markdown in it isn't.
        return False
    if fences:
        return True
    sure = [len(sign.findall(without_code)) for sign in SURE_SIGNS]
    others = [codes, *(len(sign.findall(without_code)) for sign in OTHER_SIGNS)]
    if is_expected:
        return any(sure + others) or bool(re.search(r"[*_][^\s*_]", without_code))
    return max(sure) > 1 or (any(sure) and sum(map(bool, sure + others)) > 1)


def markdown_to_html(text: str) -> str:
    """Return the HTML that the plug-in showed, with shortcodes as they were typed."""
    html = PARSER.render(text.replace("\r\n", "\n"))
    return SHORTCODE.sub(lambda found: found[0].replace("&quot;", '"'), html)
