"""The one pipeline from Markdown to HTML, for the site, the preview, emails, and feeds.

Pure functions: callers pass in what the pipeline needs to know about images and pages.
"""

from content.markdown.addresses import replace_address
from content.markdown.comments import render_comment
from content.markdown.complexity import MarkdownTooComplex
from content.markdown.embeds import EMBED_ORIGINS
from content.markdown.excerpts import opening_text
from content.markdown.headings import Heading
from content.markdown.images import ImageFacts, write_image
from content.markdown.output import absolute_links, plain_text
from content.markdown.rendering import Rendered, render

__all__ = [
    "EMBED_ORIGINS",
    "Heading",
    "ImageFacts",
    "MarkdownTooComplex",
    "Rendered",
    "absolute_links",
    "opening_text",
    "plain_text",
    "render",
    "render_comment",
    "replace_address",
    "write_image",
]
