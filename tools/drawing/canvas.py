"""A sheet of paper to draw on, in units of a 1600 × 900 picture and smoothed at the end."""

import itertools
import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 900
SCALE = 2.5

INK = "#1d1b19"
PAPER = "#faf7f2"
ACCENT = "#b4441f"
TEAL = "#3f726d"
OCHRE = "#d29b45"
SAND = "#ece2d2"
CLAY = "#dcb598"
MIST = "#bfd0c8"
STONE = "#a79d90"
DUSK = "#2f3f45"

type Point = tuple[float, float]


def blend(first: str, second: str, share: float) -> str:
    """Return the color that lies `share` (0 to 1) of the way from the first to the second."""
    parts = [(int(first[i : i + 2], 16), int(second[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


class Canvas:
    def __init__(
        self, *, background: str = PAPER, seed: str = "", width: int = WIDTH, height: int = HEIGHT
    ):
        self.size = (width, height)
        self.image = Image.new("RGB", (round(width * SCALE), round(height * SCALE)), background)
        self.draw = ImageDraw.Draw(self.image)
        self.random = random.Random(seed)

    def rectangle(self, x, y, width, height, color, *, radius=0, outline=None, stroke=0) -> None:
        self.draw.rounded_rectangle(
            self.scaled((x, y), (x + width, y + height)),
            radius=radius * SCALE,
            fill=color,
            outline=outline,
            width=round(stroke * SCALE),
        )

    def circle(self, x, y, radius, color=None, *, outline=None, stroke=0) -> None:
        self.draw.ellipse(
            self.scaled((x - radius, y - radius), (x + radius, y + radius)),
            fill=color,
            outline=outline,
            width=round(stroke * SCALE),
        )

    def ellipse(self, x, y, across, down, color) -> None:
        self.draw.ellipse(self.scaled((x - across, y - down), (x + across, y + down)), fill=color)

    def half_ellipse(self, x, y, across, reach, color) -> None:
        """Draw the half above the height `y`; below it where `reach` is negative."""
        arc = [math.radians(degree) for degree in range(0, 181, 4)]
        self.polygon([(x + across * math.cos(t), y - reach * math.sin(t)) for t in arc], color)

    def polygon(self, points: list[Point], color: str) -> None:
        self.draw.polygon(self.scaled(*points), fill=color)

    def sector(self, x, y, radius, start, end, color) -> None:
        """Draw a slice of a disc; degrees clockwise from three o'clock."""
        box = self.scaled((x - radius, y - radius), (x + radius, y + radius))
        self.draw.pieslice(box, start, end, fill=color)

    def line(self, points: list[Point], color: str, width: float) -> None:
        """Draw a line through the points with round joints and ends."""
        self.draw.line(self.scaled(*points), fill=color, width=round(width * SCALE), joint="curve")
        for x, y in (points[0], points[-1]):
            self.circle(x, y, width / 2, color)

    def curve(self, points: list[Point], color: str, width: float) -> None:
        self.line(smooth(points), color, width)

    def dots(self, points: list[Point], color: str, *, radius: float, gap: float) -> None:
        """Set dots at even distances along a curve."""
        for x, y in spaced(smooth(points), gap):
            self.circle(x, y, radius, color)

    def dashes(self, points: list[Point], color: str, *, width: float, gap: float) -> None:
        marks = spaced(smooth(points), gap)
        for start, end in zip(marks[::2], marks[1::2], strict=False):
            self.line([start, end], color, width)

    def sky(self, top: str, bottom: str, *, until: float = HEIGHT) -> None:
        """Fill the sheet from the top downwards with a slow change of color."""
        rows = round(until * SCALE)
        for row in range(rows):
            color = blend(top, bottom, row / rows)
            self.draw.line([(0, row), (self.image.width, row)], fill=color)

    def hill(
        self, y: float, color: str, *, swell: float = 40, length: float = 700, shift: float = 0
    ) -> None:
        """Draw rolling ground from the height `y` to the lower edge."""
        width, height = self.size
        edge = [(x, ground(x, y, swell, length, shift)) for x in range(-10, width + 11, 5)]
        self.polygon([*edge, (width + 10, height + 10), (-10, height + 10)], color)

    def tint(self, x: float, y: float, radius: float, color: str) -> None:
        """Lay a disc of transparent color over what is there, as a print would."""
        sheet = Image.new("RGB", self.image.size, "white")
        box = self.scaled((x - radius, y - radius), (x + radius, y + radius))
        ImageDraw.Draw(sheet).ellipse(box, fill=color)
        self.image = ImageChops.multiply(self.image, sheet)
        self.draw = ImageDraw.Draw(self.image)

    def glow(self, x: float, y: float, radius: float, color: str, *, strength: float = 0.5) -> None:
        """Let light of one color fade out around a point."""
        mask = Image.new("L", (self.image.width // 8, self.image.height // 8), 0)
        small = SCALE / 8
        ImageDraw.Draw(mask).ellipse(
            [
                (x - radius) * small,
                (y - radius) * small,
                (x + radius) * small,
                (y + radius) * small,
            ],
            fill=round(255 * strength),
        )
        mask = mask.filter(ImageFilter.GaussianBlur(radius * small / 2.2))
        light = Image.new("RGB", self.image.size, color)
        self.image.paste(light, mask=mask.resize(self.image.size, Image.Resampling.BICUBIC))
        self.draw = ImageDraw.Draw(self.image)

    def finish(self) -> Image.Image:
        """Return the picture at its final size."""
        return self.image.resize(self.size, Image.Resampling.LANCZOS)

    @staticmethod
    def scaled(*points: Point) -> list[Point]:
        return [(x * SCALE, y * SCALE) for x, y in points]


def ground(x: float, y: float, swell: float, length: float, shift: float) -> float:
    wave = math.sin((x + shift) / length * math.tau)
    ripple = math.sin((x + shift * 1.7) / length * math.tau * 2.3)
    return y + swell * (0.75 * wave + 0.25 * ripple)


def smooth(points: list[Point], *, steps: int = 24) -> list[Point]:
    """Return a soft curve through all the points (Catmull-Rom)."""
    if len(points) < 3:
        return points
    padded = [points[0], *points, points[-1]]
    curve = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(steps):
            t = step / steps
            curve.append(
                tuple(
                    0.5
                    * (
                        2 * q
                        + (r - p) * t
                        + (2 * p - 5 * q + 4 * r - s) * t**2
                        + (3 * q - p - 3 * r + s) * t**3
                    )
                    for p, q, r, s in zip(a, b, c, d, strict=True)
                )
            )
    return [*curve, points[-1]]


def spaced(path: list[Point], gap: float) -> list[Point]:
    """Return points along a path with the same distance between neighbors."""
    marks, traveled = [path[0]], 0.0
    for (x, y), (next_x, next_y) in itertools.pairwise(path):
        length = math.hypot(next_x - x, next_y - y)
        position = gap - traveled
        while position <= length:
            share = position / length
            marks.append((x + (next_x - x) * share, y + (next_y - y) * share))
            position += gap
        traveled = (traveled + length) % gap
    return marks
