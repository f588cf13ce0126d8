"""What in a comment looks like spam. Nothing is rejected for it: a moderator decides."""

import re

from blog.models import SpamWord
from content.markdown import render_comment
from content.phrases import join_list

# Readers who cite sources have two or three links; advertisements often have more.
MOST_LINKS = 2
LINK = re.compile(r"<a href=\"([^\"]+)\"")
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
BARE_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
TAG = re.compile(r"<[^>]+>")


def find_spam_signs(*, name: str, text: str) -> str:
    """Return what looks like spam in words for moderators, or an empty string."""
    html = render_comment(text)
    signs = []
    # Addresses that aren't links count too: robots write them in any form.
    links = max(len(LINK.findall(html)), len(BARE_ADDRESS.findall(text)))
    if links > MOST_LINKS:
        signs.append(f"{links} links")
    words = BARE_ADDRESS.sub(" ", TAG.sub(" ", html)).split()
    if links and len(words) < 3:
        signs.append("nothing but a link")
    if ADDRESS.search(name):
        signs.append("a link as the name")
    signs += [f"“{word}”" for word in find_words(f"{name}\n{text}")]
    return join_list(signs)[:300]


def find_words(text: str) -> list[str]:
    """Return the moderators' words that a text has, as whole words."""
    folded = text.casefold()
    listed = SpamWord.objects.values_list("text", flat=True)
    return [word for word in listed if has_word(folded, word.casefold())]


def has_word(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
