"""Blocks of page builders that have their texts in their comments, not between two of them."""

from collections.abc import Iterator
from html import escape

HEADINGS = ("title", "heading", "head")


def write_builder_block(name: str, attributes: dict) -> str:
    """Return the HTML for a block of SiteOrigin, Divi 5, or a list of questions, or ""."""
    if name == "siteorigin-panels/layout-block":
        preview = attributes.get("contentPreview")
        panels = read_panels(attributes.get("panelsData"))
        parts = [preview] if isinstance(preview, str) else list(panels)
    elif name.startswith("divi/"):
        parts = list(read_modules(attributes))
    else:
        question, answer = text_in(attributes, "question"), text_in(attributes, "answer")
        parts = [f"<h3>{question}</h3>", answer] if question and answer else []
    return "".join(f"\n\n{part}\n\n" for part in parts if part)


def read_panels(panels: object) -> Iterator[str]:
    """Yield the texts of SiteOrigin's widgets."""
    widgets = panels.get("widgets") if isinstance(panels, dict) else None
    for widget in widgets if isinstance(widgets, list) else ():
        if not isinstance(widget, dict):
            continue
        if title := text_in(widget, "title"):
            yield f"<h3>{escape(title, quote=False)}</h3>"
        yield text_in(widget, "text") or text_in(widget, "content")
        yield from read_panels(widget.get("panels_data"))


def read_modules(attributes: dict) -> Iterator[str]:
    """Yield what Divi 5 shows on a desktop computer."""
    for key, value in attributes.items():
        if not isinstance(value, dict):
            continue
        shown = value.get("innerContent")
        shown = shown.get("desktop") if isinstance(shown, dict) else None
        shown = shown.get("value") if isinstance(shown, dict) else None
        if isinstance(shown, str) and shown.strip():
            yield f"<h2>{shown}</h2>" if key in HEADINGS else shown
        elif isinstance(shown, dict):
            yield from read_value(shown, is_heading=key in HEADINGS)
        else:
            yield from read_modules(value)


def read_value(value: dict, *, is_heading: bool) -> Iterator[str]:
    address = text_in(value, "linkUrl") or text_in(value, "url")
    if source := text_in(value, "src"):
        yield f'<img src="{escape(source)}" alt="{escape(text_in(value, "alt"))}">'
    text = text_in(value, "text")
    if address:
        yield f'<p><a href="{escape(address)}">{text or escape(address)}</a></p>'
    elif text:
        yield f"<h2>{text}</h2>" if is_heading else f"<p>{text}</p>"


def text_in(values: dict, key: str) -> str:
    value = values.get(key)
    return value.strip() if isinstance(value, str) else ""
