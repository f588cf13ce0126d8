"""The parser against the CommonMark specification's own examples, before sanitizing."""

from content.markdown.parser import build_parser
from content.markdown.rendering import no_path
from tests.support.corpus import read_json

# The parser writes an empty block quote on one line; the specification uses two.
EMPTY_QUOTES = {220, 241, 242}

DIFFERENCES = {
    "An empty block quote is written on one line.": EMPTY_QUOTES,
    "An image alone in its paragraph is a figure, and its title is the caption.": {
        519, 522, 533, 574, 575, 576, 577, 578, 579, 580, 582, 583, 584, 585, 586, 587, 588, 590,
        591, 593,
    },
    "Two square brackets are a wiki link.": {550, 561, 592},
    "In an HTML block, an unclosed tag is shown and hides nothing.": {
        156, 157, 158,
    },
}  # fmt: skip

GITHUB_DIFFERENCES = {
    "A cell is aligned by a class, because the CSP forbids inline styles.": {6},
    "One tilde is a tilde; two tildes become <s>.": {17, 18},
    "An address in running text is left as it is; <…> makes it a link.": {19, 26, 27},
    "The example expects only that parsing doesn't fail.": {20},
    "The sanitizer filters tags after parsing.": {22},
    "Footnotes have numbered ids and links with descriptive labels.": {23, 24, 25},
    "There are no task lists.": {28, 29, 30},
}


def failures(parser, examples) -> set[int]:
    environment = {"wanted_path": no_path, "library_path": no_path}
    return {
        example["example"]
        for example in examples
        if parser.render(example["markdown"], dict(environment)) != example["html"]
    }


def test_commonmark_without_extensions_differs_only_in_empty_quotes():
    examples = read_json("markdown/commonmark-spec.json")

    failed = failures(build_parser(extensions=False), examples)

    assert (len(examples), failed) == (655, EMPTY_QUOTES)


def test_commonmark_with_extensions_differs_only_where_listed():
    examples = read_json("markdown/commonmark-spec.json")

    failed = failures(build_parser(), examples)

    assert failed == set().union(*DIFFERENCES.values())


def test_github_extensions_differ_only_where_listed():
    examples = read_json("markdown/gfm-extensions.json")

    failed = failures(build_parser(), examples)

    assert (len(examples), failed) == (30, set().union(*GITHUB_DIFFERENCES.values()))
