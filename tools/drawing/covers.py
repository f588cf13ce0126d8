"""Covers of publications: upright, and quiet above, where a title may stand."""

import math

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
    Point,
    blend,
)

WIDTH, HEIGHT = 900, 1165


def six_pencils(canvas: Canvas) -> None:
    canvas.sky("#f3ecdf", "#ead9c2", until=HEIGHT)
    canvas.rectangle(0, 1060, WIDTH, 105, CLAY)
    canvas.rectangle(0, 1060, WIDTH, 8, blend(CLAY, PAPER, 0.4))
    colors = [TEAL, OCHRE, ACCENT, DUSK, blend(TEAL, MIST, 0.5), blend(ACCENT, CLAY, 0.5)]
    for number, color in enumerate(colors):
        x, tip = 112 + number * 118, 640
        foot = 1165
        canvas.polygon(
            [(x + 12, tip + 120), (x + 98, tip + 120), (x + 98, foot), (x + 12, foot)], "#d9c7ae"
        )
        canvas.rectangle(x, tip + 112, 86, foot - tip, color)
        canvas.rectangle(x, tip + 112, 26, foot - tip, blend(color, PAPER, 0.18))
        canvas.rectangle(x + 60, tip + 112, 26, foot - tip, blend(color, INK, 0.2))
        canvas.polygon([(x, tip + 114), (x + 43, tip), (x + 86, tip + 114)], "#ecd3ac")
        for edge in (13, 43, 73):
            canvas.circle(x + edge, tip + 114, 14, "#ecd3ac")
        canvas.polygon([(x + 30, tip + 34), (x + 43, tip), (x + 56, tip + 34)], color)
    canvas.line([(60, 632), (840, 632)], ACCENT, 6)
    for number in range(6):
        canvas.circle(155 + number * 118, 632, 13, PAPER, outline=ACCENT, stroke=6)


def tree_and_reflection(canvas: Canvas) -> None:
    canvas.sky("#263c41", "#4f7772", until=830)
    canvas.rectangle(0, 830, WIDTH, 335, "#2b464a")
    canvas.hill(812, "#2b464a", swell=8, length=900, shift=200)
    canvas.polygon([(438, 832), (446, 640), (460, 640), (472, 832)], "#d8b48c")
    for start, end in (
        ((452, 740), (390, 655)),
        ((456, 710), (520, 640)),
        ((452, 690), (430, 600)),
    ):
        canvas.line([start, end], "#d8b48c", 8)
    colors = [TEAL, OCHRE, ACCENT, MIST, "#e7bda8", blend(TEAL, MIST, 0.4)]
    for ring, (count, reach) in enumerate(((1, 0), (8, 72), (14, 136))):
        for number in range(count):
            angle = number / count * math.tau + ring * 0.4
            x, y = 455 + reach * math.cos(angle), 590 + reach * 0.86 * math.sin(angle)
            color = colors[(number * 5 + ring * 2) % len(colors)]
            canvas.circle(x, y, 29 - ring * 2, color)
    for row in range(13):
        y = 872 + row * 21
        color = colors[(row * 5) % len(colors)]
        length = canvas.random.uniform(110, 250) * (1 - 0.35 * (row > 9))
        canvas.line([(300, y), (300 + length, y)], blend(color, "#2b464a", 0.12 + row * 0.045), 9)
        canvas.line([(590, y), (622, y)], blend(PAPER, "#2b464a", 0.3 + row * 0.045), 9)
    canvas.line([(0, 832), (WIDTH, 832)], blend(MIST, "#2b464a", 0.35), 3)


def second_hill(canvas: Canvas) -> None:
    canvas.sky("#efe0cc", "#f7f0e4", until=800)
    canvas.circle(690, 520, 78, ACCENT)
    canvas.polygon(
        [
            (-20, 940),
            (120, 800),
            (230, 850),
            (470, 560),
            (560, 640),
            (640, 600),
            (920, 900),
            (920, 980),
        ],
        blend(STONE, MIST, 0.55),
    )
    canvas.polygon([(470, 560), (560, 640), (500, 660), (462, 624), (420, 650), (405, 638)], PAPER)
    canvas.hill(800, blend(TEAL, MIST, 0.5), swell=46, length=1100, shift=300)
    canvas.hill(900, blend(TEAL, MIST, 0.15), swell=60, length=1000, shift=820)
    canvas.hill(1010, blend(TEAL, DUSK, 0.4), swell=54, length=1250, shift=260)
    trail = [
        (150, 1190),
        (250, 1090),
        (200, 1010),
        (330, 960),
        (520, 930),
        (590, 880),
        (520, 810),
        (455, 750),
        (500, 690),
        (474, 590),
    ]
    canvas.dots(trail, PAPER, radius=6, gap=26)
    canvas.line([(200, 1008), (200, 930)], INK, 6)
    canvas.polygon([(203, 930), (264, 950), (203, 970)], OCHRE)
    canvas.line([(471, 562), (471, 504)], INK, 5)
    canvas.polygon([(473, 504), (514, 518), (473, 532)], ACCENT)
    for x, y, size in ((700, 985, 52), (760, 1010, 66), (640, 1015, 42), (60, 960, 46)):
        canvas.rectangle(x - 4, y, 8, 50, INK)
        canvas.ellipse(x, y - size * 0.3, size * 0.55, size, DUSK)


def hexagon(x: float, y: float, radius: float) -> list[Point]:
    return [
        (
            x + radius * math.cos(math.radians(60 * corner)),
            y + radius * math.sin(math.radians(60 * corner)),
        )
        for corner in range(6)
    ]


def eight_nuts(canvas: Canvas) -> None:
    canvas.rectangle(0, 0, WIDTH, HEIGHT, "#e7e2d3")
    canvas.rectangle(70, 470, 760, 640, "#d6cdb9", radius=18)
    canvas.rectangle(64, 462, 760, 640, SAND, radius=18)
    colors = [DUSK, TEAL, OCHRE, STONE, None, ACCENT, None, blend(TEAL, DUSK, 0.5)]
    for number, color in enumerate(colors):
        x, y = 165 + (number % 4) * 186, 640 + (number // 4) * 290
        if color:
            canvas.polygon(hexagon(x + 6, y + 8, 84), blend(SAND, INK, 0.25))
            canvas.polygon(hexagon(x, y, 84), color)
            canvas.circle(x, y, 66, blend(color, PAPER, 0.14))
            canvas.circle(x, y, 42, blend(color, INK, 0.35))
            canvas.circle(x + 3, y + 4, 38, SAND)
        else:
            corners = hexagon(x, y, 82)
            for start, end in zip(corners, [*corners[1:], corners[0]], strict=True):
                for part in range(4):
                    a, b = part / 4 + 0.04, part / 4 + 0.18
                    canvas.line([between(start, end, a), between(start, end, b)], STONE, 5)
    canvas.line([(190, 330), (690, 250)], blend(STONE, INK, 0.15), 44)
    canvas.line([(250, 316), (630, 255)], STONE, 18)
    for x, y, gap in ((160, 335, 1), (722, 245, -1)):
        canvas.circle(x, y, 74, blend(STONE, INK, 0.15))
        mouth = [(-110, -40), (6, -40), (30, -6), (6, 34), (-110, 34)]
        canvas.polygon([(x + px * gap, y + py) for px, py in mouth], "#e7e2d3")


def between(start: Point, end: Point, share: float) -> Point:
    return (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)


def orange_and_moons(canvas: Canvas) -> None:
    canvas.sky("#1f2d3a", "#3c4f5c", until=HEIGHT)
    for _ in range(90):
        x, y = canvas.random.uniform(0, WIDTH), canvas.random.uniform(0, 760)
        canvas.circle(x, y, canvas.random.uniform(0.8, 2.2), "#cfd5d6")
    canvas.glow(450, 780, 300, "#f2b765", strength=0.35)
    canvas.circle(450, 780, 128, "#c9702a")
    canvas.tint(490, 800, 118, "#d8c4b8")
    canvas.circle(432, 764, 106, "#e08a35")
    for number in range(16):
        angle = number * 2.4
        reach = 18 + number * 5.2
        canvas.circle(432 + reach * math.cos(angle), 764 + reach * math.sin(angle), 3, "#c9702a")
    canvas.polygon([(440, 654), (470, 612), (520, 616), (492, 652)], TEAL)
    for number in range(8):
        angle = math.radians(180 + number * 180 / 7)
        x, y = 450 + 330 * math.cos(angle), 790 + 340 * math.sin(angle)
        moon(canvas, x, y, 40, lit=(number + 0.5) / 8)
    for x, y, color, tail in ((90, 960, TEAL, 150), (480, 1000, OCHRE, 700)):
        canvas.rectangle(x, y, 330, 112, color, radius=26)
        canvas.polygon([(tail + 20, y + 4), (tail + 74, y + 4), (tail + 90, y - 42)], color)
        canvas.line([(x + 40, y + 42), (x + 260, y + 42)], PAPER, 9)
        canvas.line([(x + 40, y + 72), (x + 190, y + 72)], PAPER, 9)


def moon(canvas: Canvas, x: float, y: float, radius: float, *, lit: float) -> None:
    """Draw a waxing moon of which the given share is lit, from the right."""
    canvas.circle(x, y, radius, "#16212c")
    canvas.sector(x, y, radius, -90, 90, "#f1e4c8")
    color = "#16212c" if lit < 0.5 else "#f1e4c8"
    canvas.ellipse(x, y, radius * abs(1 - 2 * lit), radius, color)
