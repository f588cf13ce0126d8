"""Keep the custom fields that --meta names, at the end of the text."""

from collections.abc import Callable, Collection

from imports.wordpress.converted import ConvertedItem
from imports.wordpress.export import ExportItem
from imports.wordpress.formatting import format_body
from imports.wordpress.meta_keys import field_html, kept_fields


def keep_custom_fields(
    converted: ConvertedItem,
    item: ExportItem,
    *,
    wanted: Collection[str],
    map_address: Callable[[str, str], str],
) -> None:
    """Append each field as a paragraph: “**Project funder:** The Example Foundation”."""
    kept = kept_fields(item, wanted)
    if not kept:
        return
    html = "\n\n".join(field_html(key, values) for key, values in kept)
    text = format_body(html, map_address=map_address).markdown
    body = converted.fields["body"].rstrip()
    converted.fields["body"] = f"{body}\n\n{text}" if body else text
    converted.used_keys |= {key for key, _ in kept}
