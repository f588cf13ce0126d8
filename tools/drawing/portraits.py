"""Portraits of the demo's invented people: a head and shoulders of a few flat shapes."""

from collections.abc import Callable
from dataclasses import dataclass

from tools.drawing.canvas import (
    ACCENT,
    CLAY,
    DUSK,
    INK,
    MIST,
    OCHRE,
    PAPER,
    SAND,
    STONE,
    TEAL,
    Canvas,
    blend,
)

SIZE = 480
# The middle of the head.
X, Y = 240, 205


@dataclass(frozen=True, kw_only=True)
class Portrait:
    wall: str
    skin: str
    hair: str
    clothes: str
    behind: Callable[[Canvas, str], None] | None = None  # what of the hair is behind the head
    above: Callable[[Canvas, str], None]
    has_glasses: bool = False
    has_beard: bool = False

    def draw(self, canvas: Canvas) -> None:
        shade = blend(self.skin, INK, 0.18)
        canvas.rectangle(0, 0, SIZE, SIZE, self.wall)
        canvas.circle(SIZE, 40, 190, blend(self.wall, PAPER, 0.3))
        if self.behind:
            self.behind(canvas, self.hair)
        canvas.half_ellipse(X, SIZE + 20, 190, 165, self.clothes)
        canvas.rectangle(X - 38, Y + 60, 76, 110, shade, radius=30)
        canvas.ellipse(X, Y + 155, 62, 30, shade)
        canvas.ellipse(X, Y, 84, 104, self.skin)
        canvas.circle(X - 84, Y + 8, 17, self.skin)
        canvas.circle(X + 84, Y + 8, 17, self.skin)
        if self.has_beard:
            canvas.half_ellipse(X, Y + 22, 84, -92, self.hair)
            canvas.ellipse(X, Y + 50, 26, 9, shade)
        else:
            canvas.curve([(X - 26, Y + 52), (X, Y + 62), (X + 26, Y + 52)], shade, 6)
        canvas.curve([(X, Y + 2), (X + 8, Y + 28), (X - 4, Y + 30)], shade, 5)
        for side in (-1, 1):
            canvas.circle(X + side * 32, Y + 2, 7, INK)
            if self.has_glasses:
                canvas.circle(X + side * 33, Y + 3, 25, outline=INK, stroke=5)
        if self.has_glasses:
            canvas.line([(X - 8, Y), (X + 8, Y)], INK, 5)
        self.above(canvas, self.hair)


def fringe(canvas: Canvas, color: str) -> None:
    canvas.half_ellipse(X, Y - 28, 90, 92, color)


def parted(canvas: Canvas, color: str) -> None:
    canvas.half_ellipse(X, Y - 44, 86, 74, color)
    canvas.polygon([(X - 86, Y - 46), (X + 20, Y - 60), (X - 70, Y - 4)], color)


def short(canvas: Canvas, color: str) -> None:
    canvas.half_ellipse(X, Y - 48, 80, 62, color)


def curls(canvas: Canvas, color: str) -> None:
    for x, y in ((-72, -46), (-44, -82), (0, -96), (44, -82), (72, -46), (-22, -66), (24, -66)):
        canvas.circle(X + x, Y + y, 36, color)


def cloud(canvas: Canvas, color: str) -> None:
    canvas.circle(X, Y - 26, 142, color)


def long_hair(canvas: Canvas, color: str) -> None:
    canvas.rectangle(X - 108, Y - 60, 216, 260, color, radius=90)


def bun(canvas: Canvas, color: str) -> None:
    canvas.circle(X, Y - 122, 46, color)


def scarf(canvas: Canvas, color: str) -> None:
    canvas.ellipse(X, Y + 10, 118, 150, color)


def scarf_edge(canvas: Canvas, color: str) -> None:
    canvas.half_ellipse(X, Y - 50, 84, 66, color)
    for side in (-1, 1):
        canvas.rectangle(X + side * 90 - 20, Y - 30, 40, 80, color, radius=20)
    fold = blend(color, INK, 0.15)
    canvas.half_ellipse(X, Y + 98, 100, -110, fold)
    canvas.half_ellipse(X, Y + 88, 104, -44, color)


PORTRAITS = {
    "ruth-okonjo-lind": Portrait(
        wall=MIST, skin="#8a5a3c", hair="#6d655d", clothes=ACCENT, behind=cloud, above=short,
        has_glasses=True,
    ),
    "daniel-ferreira": Portrait(
        wall=SAND, skin="#d9a679", hair="#3a2a20", clothes=TEAL, above=parted, has_beard=True
    ),
    "priya-raghunathan": Portrait(
        wall=OCHRE, skin="#a8714a", hair="#1f1a19", clothes=DUSK, behind=long_hair, above=fringe
    ),
    "annette-tremblay": Portrait(
        wall=TEAL, skin="#efc9a8", hair="#cfc6ba", clothes=SAND, behind=bun, above=parted,
        has_glasses=True,
    ),
    "marcus-whitfield": Portrait(
        wall=CLAY, skin="#6f4630", hair="#211a17", clothes=MIST, above=short
    ),
    "lucia-arrieta": Portrait(
        wall=STONE, skin="#c98f66", hair="#4a2f22", clothes=OCHRE, above=curls
    ),
    "joel-nakamura": Portrait(
        wall=MIST, skin="#e3b88e", hair="#2a2625", clothes=DUSK, above=fringe, has_glasses=True
    ),
    "samira-haddad": Portrait(
        wall=SAND, skin="#d3a17a", hair=TEAL, clothes=ACCENT, behind=scarf, above=scarf_edge
    ),
}  # fmt: skip
