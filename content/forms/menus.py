"""Form fields for lists that people put in order, which static/js/ordered-rows.js helps with."""

from django import forms
from django.conf import settings

from content.editing.forms.widgets import Module
from content.menus import ROW, complete_address, default_menu
from content.texts import clean_line

EMPTY_ROWS = 2


def read_positions(texts: list[str]) -> list[float]:
    """Return where rows belong. Of rows with the same number, the first stays first."""
    return [
        int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else float("inf")
        for text in texts
    ]


class OrderedWidget(forms.Widget):
    """Rows with a number each, which says where they belong."""

    use_fieldset = True

    class Media:
        js = [Module("ordered-rows.js")]

    def read_rows(self, data, name: str) -> list[str]:
        """Return the keys of the rows that a form sent, in the order of their numbers."""
        keys = data.getlist(f"{name}-row")
        positions = read_positions(data.getlist(f"{name}-position"))
        pairs = sorted(zip(positions, keys, strict=False), key=lambda pair: pair[0])
        return [key for _, key in pairs]

    def value_omitted_from_data(self, data, files, name) -> bool:
        return f"{name}-row" not in data


class MenuWidget(OrderedWidget):
    template_name = "admin/widgets/menu.html"

    def __init__(self, *, nests: bool) -> None:
        super().__init__()
        self.nests = nests
        # The codes of its errors, which name their rows.
        self.marked: set[str] = set()

    def get_context(self, name, value, attrs) -> dict:
        empty = {"label": "", "address": "", "is_below": False}
        items = [*(value or []), *[empty] * EMPTY_ROWS]
        rows = [
            {**item, "code": (code := f"{ROW}{number}"), "is_marked": code in self.marked}
            for number, item in enumerate(items, 1)
        ]
        return {**super().get_context(name, value, attrs), "rows": rows, "nests": self.nests}

    def value_from_datadict(self, data, files, name) -> list[dict]:
        keys = data.getlist(f"{name}-row")
        labels, addresses = data.getlist(f"{name}-label"), data.getlist(f"{name}-address")
        texts = dict(zip(keys, zip(labels, addresses, strict=False), strict=False))
        below = set(data.getlist(f"{name}-below"))
        rows = [(*texts.get(key, ("", "")), key in below) for key in self.read_rows(data, name)]
        items = [
            (clean_line(label), complete_address(clean_line(address)), each)
            for label, address, each in rows
        ]
        return [
            {"label": label, "address": address, "is_below": is_below}
            for label, address, is_below in items
            if label or address
        ]


class MenuField(forms.Field):
    """A menu of the site settings. It is stored once it differs from the one that the site has."""

    def __init__(self, *, menu: str, nests: bool, **facts) -> None:
        super().__init__(required=False, widget=MenuWidget(nests=nests), **facts)
        self.menu = menu

    def prepare_value(self, value) -> list[dict]:
        return value or default_menu(self.menu)

    def to_python(self, value) -> list[dict]:
        return [] if value == default_menu(self.menu) else value


class BlocksWidget(OrderedWidget):
    template_name = "admin/widgets/blocks.html"

    def get_context(self, name, value, attrs) -> dict:
        blocks: dict[str, str] = settings.FRONT_BLOCKS
        chosen = [each for each in value if each in blocks]
        others = [each for each in blocks if each not in chosen]
        rows = [(each, blocks[each], each in chosen) for each in (*chosen, *others)]
        return {**super().get_context(name, value, attrs), "rows": rows}

    def value_from_datadict(self, data, files, name) -> list[str]:
        chosen = set(data.getlist(name))
        return [key for key in self.read_rows(data, name) if key in chosen]


class BlocksField(forms.Field):
    """Which blocks the front page has, in order. All in their own order are stored as None."""

    widget = BlocksWidget

    def prepare_value(self, value) -> list[str]:
        return list(settings.FRONT_BLOCKS) if value is None else value

    def to_python(self, value) -> list[str] | None:
        found = [each for each in value if each in settings.FRONT_BLOCKS]
        return None if found == list(settings.FRONT_BLOCKS) else found
