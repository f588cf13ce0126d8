"""What an email says. The HTML and the plain text come from the same content."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class EmailItem:
    """One of the things that an email lists."""

    title: str
    address: str
    note: str = ""  # such as its authors
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class EmailContent:
    """The parts of an email, in the order in which it shows them."""

    subject: str
    html: str = ""  # rendered Markdown, with full addresses
    text: str = ""  # the same in plain text
    paragraphs: list[str] = field(default_factory=list)
    # What it lists, under headings.
    groups: list[tuple[str, list[EmailItem]]] = field(default_factory=list)
    quote: str = ""  # what someone else wrote
    facts: list[tuple[str, str]] = field(default_factory=list)
    button: tuple[str, str] | None = None  # (text, address)
    links: list[tuple[str, str]] = field(default_factory=list)
