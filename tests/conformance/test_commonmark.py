"""The parser against the CommonMark specification's own examples, before sanitizing."""

from content.markdown.parser import build_parser
from tests.support.corpus import read_json

# The parser writes an empty quotation on one line, and the specification on two.
EMPTY_QUOTATION = {220, 241, 242}

DIFFERENCES = {
    "An empty quotation is written on one line.": EMPTY_QUOTATION,
    "An image alone in its paragraph is a figure, and its title is the caption.": {
        519, 522, 533, 574, 575, 576, 577, 578, 579, 580, 582, 583, 584, 585, 586, 587, 588, 590,
        591, 593,
    },
    "Two square brackets are a wiki link.": {550, 561, 592},
    "In a block of HTML, a tag that is never finished is shown and hides nothing.": {
        156, 157, 158,
    },
}  # fmt: skip

GITHUB_DIFFERENCES = {
    "A cell is aligned by a class, since a policy without inline styles forbids the rest.": {6},
    "One tilde is a tilde, and <s> says what two mean.": {17, 18},
    "An address in running text is left as it is; <…> makes it a link.": {19, 26, 27},
    "The expected result is only that it does not fail.": {20},
    "The sanitizer decides on tags, after parsing.": {22},
    "Footnotes have ids by number, and links that say where they lead.": {23, 24, 25},
    "There are no task lists.": {28, 29, 30},
}


def failures(parser, examples) -> set[int]:
    return {
        example["example"]
        for example in examples
        if parser.render(example["markdown"], {}) != example["html"]
    }


def test_commonmark_without_extensions_differs_in_empty_quotations_alone():
    examples = read_json("markdown/commonmark-spec.json")

    failed = failures(build_parser(extensions=False), examples)

    assert (len(examples), failed) == (655, EMPTY_QUOTATION)


def test_commonmark_with_extensions_differs_where_they_say_so():
    examples = read_json("markdown/commonmark-spec.json")

    failed = failures(build_parser(), examples)

    assert failed == set().union(*DIFFERENCES.values())


def test_github_extensions_differ_where_listed():
    examples = read_json("markdown/gfm-extensions.json")

    failed = failures(build_parser(), examples)

    assert (len(examples), failed) == (30, set().union(*GITHUB_DIFFERENCES.values()))
