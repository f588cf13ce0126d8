"""Draw the models and their relations: `make diagram` writes docs/models.svg.

Each app has a frame, above the apps that import it. Each line runs from a relation to the model it
refers to. Plain fields are left out, so that adding one doesn't change the diagram. So are lines to
User, since most models refer to it.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

import django

FILE = Path(__file__).parents[1] / "docs/models.svg"
# Each row of frames, with the number of columns of each.
ROWS = [
    {"content": 5},
    {"blog": 1, "wiki": 2, "events": 2},
    {"following": 1, "submissions": 1, "imports": 1},
]
WIDTH, GAP, PADDING, LINE, HEADER = 224, 44, 22, 15, 24
UNDRAWN = {"User"}
STYLE = """
text { font: 11px system-ui, sans-serif; fill: #1d1b19; }
.paper { fill: #faf7f2; }
.frame { fill: none; stroke: #a79d90; stroke-dasharray: 4 3; }
.app { font-size: 15px; font-weight: 600; fill: #6b645c; }
.box { fill: #ffffff; stroke: #6b645c; }
.name { font-size: 13px; font-weight: 600; }
.relation { fill: #2f5f5a; }
.refers { fill: none; stroke: #3f726d; stroke-opacity: 0.45; }
.extends { fill: none; stroke: #b4441f; stroke-width: 1.6; stroke-opacity: 0.75; }
.key { fill: #6b645c; }
"""


@dataclass(frozen=True)
class DiagramRow:
    text: str
    target: str = ""  # the model that the field refers to


@dataclass
class Box:
    name: str
    extends: str
    rows: list[DiagramRow]
    x: float = 0
    y: float = 0

    @property
    def height(self) -> float:
        return HEADER + LINE * len(self.rows) + 8


@dataclass
class Frame:
    app: str
    columns: int
    boxes: list[Box]
    x: float = 0
    y: float = 0
    height: float = field(default=0, init=False)

    @property
    def width(self) -> float:
        return self.columns * (WIDTH + GAP) - GAP + 2 * PADDING


def describe_models(app: str) -> list[Box]:
    from django.apps import apps

    return [describe_model(model) for model in apps.get_app_config(app).get_models()]


def describe_model(model) -> Box:
    meta = model._meta
    extends = next((parent.__name__ for parent in meta.parents), "")
    own = [each for each in meta.get_fields(include_parents=False) if is_drawn(each)]
    rows = [describe_field(each) for each in own]
    return Box(
        model.__name__, extends, [DiagramRow(f"extends {extends}"), *rows] if extends else rows
    )


def is_drawn(each) -> bool:
    """Draw relations, but not links to parents or the other side of a relation."""
    is_own = not each.auto_created and not getattr(each.remote_field, "parent_link", False)
    return bool(is_own and each.is_relation and each.related_model)


def describe_field(each) -> DiagramRow:
    target = each.related_model.__name__
    mark = "⇉" if each.many_to_many else "→"
    return DiagramRow(f"{each.name} {mark} {target}", target)


def lay_out(rows: Iterable[dict[str, int]]) -> list[Frame]:
    frames: list[Frame] = []
    y = PADDING
    for row in rows:
        x = PADDING
        in_row = [Frame(app, columns, describe_models(app)) for app, columns in row.items()]
        for frame in in_row:
            frame.x, frame.y = x, y
            place_boxes(frame)
            x += frame.width + PADDING
        y += max(frame.height for frame in in_row) + 2 * PADDING
        frames += in_row
    return frames


def place_boxes(frame: Frame) -> None:
    """Fill the columns from above, each next box in the one that ends highest."""
    top = frame.y + PADDING + 24
    ends = [top] * frame.columns
    for box in frame.boxes:
        column = ends.index(min(ends))
        box.x = frame.x + PADDING + column * (WIDTH + GAP)
        box.y = ends[column]
        ends[column] += box.height + GAP / 2
    frame.height = max(ends) - GAP / 2 + PADDING - frame.y


def draw() -> str:
    frames = lay_out(ROWS)
    boxes = {box.name: box for frame in frames for box in frame.boxes}
    width = max(frame.x + frame.width for frame in frames) + PADDING
    height = max(frame.y + frame.height for frame in frames) + 2 * PADDING
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
            f'width="{width:g}" height="{height:g}" role="img" aria-labelledby="title">',
            '<title id="title">The models and their relations</title>',
            f"<style>{STYLE}</style>",
            f'<rect class="paper" width="{width:g}" height="{height:g}"/>',
            *draw_lines(boxes),
            *(line for frame in frames for line in draw_frame(frame)),
            f'<text class="key" x="{PADDING}" y="{height - PADDING / 2:g}">→ refers to one · '
            "⇉ refers to many · thick line: extends (multi-table inheritance)</text>",
            "</svg>\n",
        ]
    )


def draw_lines(boxes: dict[str, Box]) -> Iterator[str]:
    for box in boxes.values():
        if box.extends in boxes:
            yield draw_line("extends", box, box.y + HEADER / 2, boxes[box.extends])
        for number, row in enumerate(box.rows):
            target = boxes.get(row.target)
            if target and target is not box and row.target not in UNDRAWN:
                yield draw_line("refers", box, row_y(box, number) - 4, target)


def draw_line(kind: str, box: Box, y: float, target: Box) -> str:
    """Draw a curve from the height `y` at the side of a box to the name of another."""
    to_the_right = target.x > box.x
    start = box.x + WIDTH if to_the_right else box.x
    end = target.x if to_the_right else target.x + WIDTH
    if target.x == box.x:
        end = target.x
    bend = GAP if to_the_right else -GAP
    back = -bend if target.x != box.x else bend
    end_y = target.y + HEADER / 2
    return (
        f'<path class="{kind}" d="M{start:g} {y:g} C{start + bend:g} {y:g} '
        f'{end + back:g} {end_y:g} {end:g} {end_y:g}"/>'
        f'<circle cx="{end:g}" cy="{end_y:g}" r="2.5" class="{kind}"/>'
    )


def draw_frame(frame: Frame) -> Iterator[str]:
    yield (
        f'<rect class="frame" x="{frame.x:g}" y="{frame.y:g}" width="{frame.width:g}" '
        f'height="{frame.height:g}" rx="8"/>'
    )
    yield f'<text class="app" x="{frame.x + PADDING:g}" y="{frame.y + 26:g}">{frame.app}</text>'
    for box in frame.boxes:
        yield (
            f'<rect class="box" x="{box.x:g}" y="{box.y:g}" width="{WIDTH}" '
            f'height="{box.height:g}" rx="4"/>'
        )
        yield f'<text class="name" x="{box.x + 10:g}" y="{box.y + 17:g}">{box.name}</text>'
        for number, row in enumerate(box.rows):
            kind = ' class="relation"' if row.target else ""
            yield (
                f'<text{kind} x="{box.x + 10:g}" y="{row_y(box, number):g}">'
                f"{escape(row.text)}</text>"
            )


def row_y(box: Box, number: int) -> float:
    return box.y + HEADER + LINE * number + 11


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cworks.settings")
    django.setup()
    FILE.write_text(draw())
    return 0


if __name__ == "__main__":
    sys.exit(main())
