"""Placeholders that hide characters from the wikitext parser. They are Unicode noncharacters."""

from imports.mediawiki.stripping import NOTHING, PARAGRAPH

PLACEHOLDERS = dict(zip("[]{}<=|", "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdda", strict=True))
TO_PLACEHOLDERS = str.maketrans(PLACEHOLDERS)
FROM_PLACEHOLDERS = str.maketrans({placeholder: mark for mark, placeholder in PLACEHOLDERS.items()})
# Starts the line of a heading. Headings are found later, line by line.
HEADING = PLACEHOLDERS["="]


def restore(text: str) -> str:
    """Replace placeholders with the characters that they stand for."""
    return text.translate(FROM_PLACEHOLDERS).replace(NOTHING, "").replace(PARAGRAPH, "\n")


def restore_html(html: str) -> str:
    """Restore HTML, in which a literal "<" must not start a tag."""
    return restore(html.replace(PLACEHOLDERS["<"], "&lt;"))
