"""Escape plain text for Markdown, with as few backslashes as possible.

markdownify escapes too much or too little, so `writer` uses these functions instead.
"""

import re

# A backslash that would escape something. The one in "C:\Users" wouldn't.
BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~\n]|$)")
MARKUP = re.compile(r"[\\*`\[\]_~<&]")
ALWAYS = re.compile(r"[*`\[\]]")
# Between word characters, an underscore isn't markup.
UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
STRIKE = re.compile(r"~(?=~)")
TAG = re.compile(r"<(?=[A-Za-z/!?])")
REFERENCE = re.compile(r"&(?=#?\w+;)")
LINE_MARKUP = re.compile(r"\s*[-#>+=~:|\d]")
LINE_STARTS = (
    re.compile(r"^(\s*)(#{1,6}(?=\s|$)|>)"),
    re.compile(r"^(\s*)([-+](?=\s|$))"),
    re.compile(r"^(\s*)([-=])(?=[-=\s]*$)"),
    re.compile(r"^(\s*)([~:|](?=[-~:|]))"),
    re.compile(r"^(\s*\d{1,9})([.)](?=\s|$))"),
)
# From the first space of a run, so that each run is read once.
LINE_END = re.compile(r"(?<!\s)\s*\n\s*")
UNSAFE_IN_ADDRESS = re.compile(r"[\s<>\\\x00-\x1f\x7f]")


def escape_words(text: str) -> str:
    """Escape everything that is markup anywhere in a line."""
    if not MARKUP.search(text):
        return text
    text = BACKSLASH.sub(r"\\\\", text)
    text = ALWAYS.sub(r"\\\g<0>", text)
    for pattern in (UNDERSCORE, STRIKE, TAG, REFERENCE):
        text = pattern.sub(r"\\\g<0>", text)
    return text


def escape_line_start(text: str) -> str:
    """Escape what would start a list, heading, quotation, or rule. Call `escape_words` first."""
    if not LINE_MARKUP.match(text):
        return text
    for pattern in LINE_STARTS:
        text, count = pattern.subn(r"\1\\\2", text, count=1)
        if count:
            break
    return text


def write_address(address: str) -> str:
    """Write a link's destination so that the parser reads exactly this address."""
    address = UNSAFE_IN_ADDRESS.sub(_percent_encode, address.strip())
    address = REFERENCE.sub("&amp;", address)
    if not address or "(" in address or ")" in address:
        return f"<{address}>"
    return address


def write_title(text: str) -> str:
    """Return a link's title, quoted and with a space before it, or an empty string."""
    text = LINE_END.sub("\n", text.strip())
    if not text:
        return ""
    text = REFERENCE.sub("&amp;", text.replace("\\", "\\\\").replace('"', '\\"'))
    return f' "{text}"'


def write_code(text: str) -> str:
    """Return a code span. The text may contain backticks."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    padding = " " if text[:1] in "` " or text[-1:] in "` " else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def write_code_block(text: str, language: str = "") -> str:
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"\n\n{fence}{language}\n{text}\n{fence}\n\n"


def _percent_encode(found: re.Match) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
