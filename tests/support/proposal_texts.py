"""Texts as the recognizers of proposals read them."""

from datetime import date

from imports.proposals.texts import EntryText, read_sentences


def text_of_post(
    html: str,
    *,
    title: str = "A post",
    key: int = 1,
    kind: str = "post",
    published: date | None = None,
    authors: tuple[str, ...] = (),
    targets: dict[str, int] | None = None,
) -> EntryText:
    """Return a text. Plain words are one paragraph."""
    html = html if html.startswith("<") else f"<p>{html}</p>"
    sentences = read_sentences(html, targets=targets)
    blocks = sentences[-1].block + 1 if sentences else 0
    return EntryText(key, title, sentences, kind, published, authors, blocks)
