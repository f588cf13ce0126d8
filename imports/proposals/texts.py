"""An entry's text as the recognizers read it: sentences with their links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import lxml.html

# Titles, months, and times, after which a period doesn't end the sentence.
ABBREVIATIONS = frozenset({
    "dr", "mr", "mrs", "ms", "prof", "rev", "gov", "sen", "rep", "st", "jr", "sr", "vs", "etc",
    "no", "vol", "pp", "fig", "inc", "ed", "eds", "ph", "jan", "feb", "mar", "apr", "jun",
    "jul", "aug", "sept", "sep", "oct", "nov", "dec", "a.m", "p.m", "u.s", "e.g", "i.e",
})  # fmt: skip
END_OF_SENTENCE = re.compile(r"[.!?…][\"”’)\]*]*\s+(?=[\"“‘(\[*#]?\w)")
# A caption or file name that old exports have run into the text: “SuppliesThis post originally …”
RUN_INTO = re.compile(
    r"(?<=[a-z0-9_.)])(?=(?:This|Today[’']s) (?:is|was|post|article|blog|piece|interview|entry)\b"
    r"|Originally (?:posted|published|appeared)\b)"
)
BLOCKS = {
    "address", "blockquote", "br", "caption", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "section", "summary",
    "table", "td", "th", "tr", "ul",
}  # fmt: skip
# What isn't the author's prose. Hostile texts can be long, and series say so at either end.
LEFT_OUT = {"code", "kbd", "pre", "samp", "script", "style", "template"}
LONGEST_TEXT = 400_000


@dataclass(frozen=True, slots=True)
class TextLink:
    """A link with its words; `target` is the primary key of the entry here, if it is one."""

    words: str
    address: str
    target: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, the number of the paragraph it is in, and the links that begin in it."""

    words: str
    block: int = 0
    links: tuple[TextLink, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryText:
    """What a recognizer knows of an entry. `blocks` is the number of paragraphs."""

    key: int
    title: str
    sentences: tuple[Sentence, ...] = ()
    kind: str = "post"
    published: date | None = None
    authors: tuple[str, ...] = ()
    blocks: int = 0

    def opening(self, blocks: int) -> list[Sentence]:
        return [sentence for sentence in self.sentences if sentence.block < blocks]

    def ends(self, blocks: int) -> list[Sentence]:
        """Return the sentences of the first and of the last paragraphs."""
        return [
            sentence
            for sentence in self.sentences
            if sentence.block < blocks or sentence.block >= self.blocks - blocks
        ]

    def paragraphs(self) -> dict[int, str]:
        """Return {number: text}."""
        found: dict[int, list[str]] = {}
        for sentence in self.sentences:
            found.setdefault(sentence.block, []).append(sentence.words)
        return {number: " ".join(words) for number, words in found.items()}


def read_sentences(html: str, *, targets: dict[str, int] | None = None) -> tuple[Sentence, ...]:
    """Return a rendered text's sentences. `targets` has the entries here by address."""
    if not html.strip():
        return ()
    tree = lxml.html.fragment_fromstring(html[:LONGEST_TEXT], create_parent="div")
    sentences: list[Sentence] = []
    block = 0
    for words, links in read_blocks(tree, targets or {}):
        found = list(split_block(words, links, block=block))
        if found:
            sentences += found
            block += 1
    return tuple(sentences)


def read_blocks(
    tree: lxml.html.HtmlElement, targets: dict[str, int]
) -> Iterator[tuple[str, list[tuple[int, TextLink]]]]:
    """Yield each paragraph, list item, or cell with its links and where in it they begin."""
    pieces: list[str] = []
    links: list[tuple[int, TextLink]] = []
    length = skipping = 0
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in LEFT_OUT or not tag:
            skipping += 1 if event == "start" else -1
        if tag in BLOCKS and pieces:
            yield "".join(pieces), links
            pieces, links, length = [], [], 0
        if event == "start" and tag == "a" and element.get("href"):
            address = element.get("href")
            words = " ".join(element.text_content().split())
            links.append((length, TextLink(words, address, targets.get(address))))
        piece = element.text if event == "start" else element.tail
        if piece and not skipping:
            # One space for any run of white space, so that positions stay right.
            piece = re.sub(r"\s+", " ", piece)
            pieces.append(piece)
            length += len(piece)
    if pieces:
        yield "".join(pieces), links


def split_block(words: str, links: list[tuple[int, TextLink]], *, block: int) -> Iterator[Sentence]:
    start = 0
    for end in [*ends_of_sentences(words), len(words)]:
        sentence = words[start:end].strip()
        if sentence:
            own = tuple(link for position, link in links if start <= position < end)
            yield Sentence(" ".join(sentence.split()), block, own)
        start = end


def ends_of_sentences(words: str) -> list[int]:
    ends = [match.start() for match in RUN_INTO.finditer(words)]
    return sorted([*ends, *plain_ends(words)])


def plain_ends(words: str) -> Iterator[int]:
    for match in END_OF_SENTENCE.finditer(words):
        before = words[: match.start()].rsplit(None, 1)[-1:] or [""]
        last = before[0].lstrip('(“"‘').casefold()
        is_short = last in ABBREVIATIONS or (len(last) == 1 and last.isalpha() and last != "i")
        if not (is_short and words[match.start()] == "."):
            yield match.end()
