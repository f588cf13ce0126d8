"""Figures: images in a paragraph of their own, whose Markdown title is the caption."""

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from content.markdown.complexity import spend


def find_figures(state: StateCore) -> None:
    tokens: list[Token] = []
    for token in state.tokens:
        tokens.append(token)
        if token.type == "paragraph_close" and len(tokens) >= 3 and not token.hidden:
            image = lone_image(tokens[-2])
            if image is not None and tokens[-3].type == "paragraph_open":
                tokens[-3:] = build_figure(state, image, tokens[-3:])
    state.tokens = tokens


def lone_image(inline: Token) -> Token | None:
    """Return the image if it is the only content, whether or not it is linked."""
    kinds = [child.type for child in inline.children or ()]
    if kinds == ["image"]:
        return inline.children[0]
    if kinds == ["link_open", "image", "link_close"]:
        return inline.children[1]
    return None


def build_figure(state: StateCore, image: Token, paragraph: list[Token]) -> list[Token]:
    start, inline, end = paragraph
    start.type, start.tag = "figure_open", "figure"
    end.type, end.tag = "figure_close", "figure"
    caption = str(image.attrs.pop("title", ""))
    if not caption:
        return [start, inline, end]
    # A reference link can repeat one long title in many figures.
    spend(state.env, len(caption))
    caption_text = Token("inline", "", 0, content=caption, children=[], level=inline.level + 1)
    state.md.inline.parse(caption, state.md, state.env, caption_text.children)
    return [
        start,
        inline,
        Token("figcaption_open", "figcaption", 1, level=inline.level, block=True),
        caption_text,
        Token("figcaption_close", "figcaption", -1, level=inline.level, block=True),
        end,
    ]
