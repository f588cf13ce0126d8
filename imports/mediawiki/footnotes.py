"""Collect footnotes (<ref> and <references>). Each has one number for all its references."""

import re
from dataclasses import dataclass, field
from html import escape

REFERENCED = re.compile(r'<footnote-ref title="(\d+)">')
NO_TEXT = "A footnote has a reference but no text"


@dataclass(slots=True)
class Footnotes:
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)  # as HTML

    def refer(self, *, group: str, name: str, html: str) -> str:
        """Return a reference to a footnote: a new one, or the one with this name."""
        number = self.note(group=group, name=name, html=html)
        return f'<footnote-ref title="{number}"></footnote-ref>'

    def note(self, *, group: str, name: str, html: str) -> int:
        """Store a footnote's text, and return its number."""
        number = self.numbers.get((group, name)) if name else None
        if number is None:
            self.texts.append("")
            number = len(self.texts)
            if name:
                self.numbers[group, name] = number
        self.texts[number - 1] = self.texts[number - 1] or html
        return number

    def write(self, body: str) -> tuple[list[str], list[tuple[str, str]]]:
        """Return all footnotes as HTML for the end of the page, and any problems.

        They are in the order in which `body` and then the footnotes themselves refer to them, in
        which they are shown.
        """
        names = {number: name for (_, name), number in self.numbers.items()}
        problems = []
        for number, text in enumerate(self.texts, start=1):
            if not text:
                self.texts[number - 1] = escape(names.get(number, ""))
                problems.append((NO_TEXT, names.get(number, "")))
        written = [
            f'<footnote title="{number}"><p>{self.texts[number - 1]}</p></footnote>'
            for number in self.in_order_of_references(body)
        ]
        return written, problems

    def in_order_of_references(self, body: str) -> list[int]:
        found = dict.fromkeys(map(int, REFERENCED.findall(body)))
        for number in (waiting := list(found)):
            for other in map(int, REFERENCED.findall(self.texts[number - 1])):
                if other not in found:
                    found[other] = None
                    waiting.append(other)
        return list(found | dict.fromkeys(range(1, len(self.texts) + 1)))
