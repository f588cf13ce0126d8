"""Abstract pictures: circles, blocks, lines and tiles that stand for an idea."""

import itertools
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
    blend,
)


def overlapping_circles(canvas: Canvas) -> None:
    canvas.rectangle(0, 0, 1600, 900, "#f6f0e6")
    colors = ["#e3a98f", "#ecc98d", "#a9c7bd", "#8fb3b4", "#d9b39b"]
    for index, color in enumerate(colors):
        canvas.tint(360 + index * 220, 450 + (-1) ** index * 22, 230, color)
    for index in range(5):
        canvas.circle(360 + index * 220, 450 + (-1) ** index * 22, 230, outline=INK, stroke=3)
        canvas.circle(360 + index * 220, 450 + (-1) ** index * 22, 10, INK)
    middle = [(360 + index * 220, 450 + (-1) ** index * 22) for index in range(5)]
    canvas.dashes(middle, INK, width=3, gap=14)


def block_staircase(canvas: Canvas) -> None:
    canvas.sky("#f3e6d3", PAPER)
    colors = [TEAL, MIST, OCHRE, CLAY, ACCENT, SAND, DUSK]
    canvas.rectangle(0, 770, 1600, 130, blend(SAND, STONE, 0.25))
    for column in range(8):
        for row in range(column + 1):
            x, y, size = 240 + column * 132, 770 - (row + 1) * 80, 128
            color = colors[(column * 3 + row * 5 + row // 2) % len(colors)]
            canvas.rectangle(x, y, size, 76, color)
            canvas.rectangle(x, y, size, 12, blend(color, "#ffffff", 0.25))
            canvas.rectangle(x + size - 14, y, 14, 76, blend(color, INK, 0.18))
    # The step that is missing lies beside the stairs.
    canvas.rectangle(768, 370, 128, 80, "#f7efe1")
    outline = [(768, 372), (894, 372), (894, 448), (768, 448), (768, 372)]
    for start, end in itertools.pairwise(outline):
        canvas.dashes([start, end], INK, width=3, gap=12)
    canvas.polygon([(96, 706), (214, 690), (224, 762), (106, 778)], ACCENT)
    canvas.polygon([(96, 706), (214, 690), (216, 702), (98, 718)], blend(ACCENT, "#ffffff", 0.25))
    canvas.circle(420, 230, 72, OCHRE)


def pacing_chart(canvas: Canvas) -> None:
    canvas.rectangle(0, 0, 1600, 900, PAPER)
    for x in range(220, 1500, 128):
        canvas.line([(x, 130), (x, 760)], "#ece4d7", 3)
    for y in range(130, 770, 126):
        canvas.line([(220, y), (1480, y)], "#ece4d7", 3)
    canvas.rectangle(220, 176, 1260, 12, blend(OCHRE, PAPER, 0.35))
    lines = [
        (TEAL, [(220, 760), (420, 560), (560, 420), (700, 300), (880, 182)]),
        (DUSK, [(220, 760), (480, 650), (700, 560), (900, 360), (1090, 182)]),
        (OCHRE, [(220, 760), (400, 690), (560, 640), (820, 470), (1010, 300), (1210, 182)]),
        (
            ACCENT,
            [(220, 760), (500, 740), (760, 726), (900, 690), (1020, 560), (1210, 330), (1360, 182)],
        ),
    ]
    for color, points in lines:
        canvas.curve(points, color, 11)
    for color, points in lines:
        canvas.circle(*points[-1], 26, PAPER, outline=color, stroke=10)
    canvas.circle(900, 690, 20, PAPER, outline=ACCENT, stroke=8)
    canvas.dashes([(946, 700), (1060, 575), (1250, 345), (1392, 206)], STONE, width=5, gap=13)
    canvas.circle(946, 700, 14, PAPER, outline=STONE, stroke=6)
    canvas.line([(220, 110), (220, 764)], INK, 7)
    canvas.line([(216, 760), (1500, 760)], INK, 7)


def balance_scale(canvas: Canvas) -> None:
    canvas.sky("#e6e8df", PAPER)
    canvas.rectangle(0, 760, 1600, 140, blend(SAND, STONE, 0.2))
    canvas.polygon([(700, 760), (900, 760), (850, 716), (750, 716)], INK)
    canvas.rectangle(788, 250, 24, 480, INK)
    canvas.line([(380, 300), (1220, 300)], INK, 18)
    canvas.circle(800, 286, 42, OCHRE)
    canvas.circle(800, 286, 16, INK)
    for center, values, color in ((420, (1, 2, 3, 4, 4), TEAL), (1180, (4, 3, 3, 2, 2), ACCENT)):
        for side in (-1, 1):
            canvas.line([(center, 306), (center + side * 190, 620)], INK, 4)
        for index, value in enumerate(values):
            canvas.rectangle(
                center - 150 + index * 62,
                616 - value * 52,
                52,
                value * 52,
                blend(color, PAPER, 0.12 * (4 - value)),
                radius=4,
            )
        canvas.half_ellipse(center, 616, 206, -84, DUSK)
        canvas.ellipse(center, 616, 206, 10, blend(DUSK, PAPER, 0.25))


def spiral_path(canvas: Canvas) -> None:
    canvas.rectangle(0, 0, 1600, 900, "#a4bcb3")
    points = []
    for step in range(0, 1441, 6):
        angle, radius = math.radians(step - 90), 46 + step * 0.236
        points.append((800 + radius * math.cos(angle) * 1.5, 450 + radius * math.sin(angle)))
    canvas.line(points, blend(SAND, STONE, 0.35), 64)
    canvas.line(points, PAPER, 54)
    canvas.dashes(points, TEAL, width=6, gap=19)
    for index, color in ((0, ACCENT), (62, OCHRE), (118, TEAL), (172, DUSK), (226, ACCENT)):
        x, y = points[index]
        canvas.circle(x, y, 30, PAPER, outline=color, stroke=10)
        canvas.circle(x, y, 10, color)


def mosaic_grid(canvas: Canvas) -> None:
    canvas.rectangle(0, 0, 1600, 900, "#efe7da")
    size = 46
    for row in range(-1, 20):
        for column in range(-1, 35):
            x, y = 12 + column * size, 4 + row * size
            # From afar the tiles show a leaf.
            u, v = (x - 800) / 520, (y - 450) / 330
            turned, across = u * 0.9 + v * -0.42, u * 0.42 + v * 0.9
            inside = abs(across) < 0.72 * (1 - turned * turned) if abs(turned) < 1 else False
            vein = inside and abs(across) < 0.05
            palette = (
                [ACCENT, "#c96b45", "#a33c1b"] if inside else [MIST, "#cfdad3", "#b0c5bc", SAND]
            )
            color = PAPER if vein else canvas.random.choice(palette)
            color = blend(color, INK, canvas.random.uniform(0, 0.09))
            jitter = canvas.random.uniform(-2, 2)
            canvas.rectangle(x + jitter, y - jitter, size - 7, size - 7, color, radius=5)
    canvas.rectangle(12 + 27 * size, 4 + 15 * size, size - 7, size - 7, "#efe7da", radius=5)
    canvas.rectangle(12 + 27 * size + 40, 4 + 15 * size + 60, size - 7, size - 7, OCHRE, radius=5)


def week_blocks(canvas: Canvas) -> None:
    canvas.sky("#dce4df", "#eef0ea")
    canvas.rectangle(150, 70, 1300, 760, PAPER, radius=10)
    canvas.rectangle(150, 70, 1300, 760, None, radius=10, outline=INK, stroke=12)
    for column in range(1, 5):
        canvas.line([(150 + column * 260, 80), (150 + column * 260, 820)], "#e2d8c8", 4)
    for row in range(1, 5):
        canvas.line([(160, 70 + row * 152), (1440, 70 + row * 152)], "#e2d8c8", 4)
    notes = [OCHRE, MIST, CLAY, "#e6c179", "#9fbdb4", "#d98f73"]
    cells = [(column, row) for column in range(5) for row in range(5)]
    for column, row in cells:
        for number in range(canvas.random.choice((0, 1, 1, 2, 2))):
            x = 178 + column * 260 + number * 112 + canvas.random.uniform(-6, 8)
            y = 92 + row * 152 + canvas.random.uniform(-8, 14)
            lean = canvas.random.uniform(-8, 8)
            color = canvas.random.choice(notes)
            canvas.polygon(
                [(x + 5, y + 8), (x + 105 + lean, y + 8), (x + 109, y + 112), (x + 8, y + 112)],
                "#d8cebe",
            )
            canvas.polygon(
                [(x, y), (x + 100 + lean, y + lean / 2), (x + 102, y + 102), (x + 2, y + 106)],
                color,
            )
            for line in range(3):
                canvas.line(
                    [
                        (x + 16, y + 30 + line * 22),
                        (x + canvas.random.uniform(50, 86), y + 30 + line * 22),
                    ],
                    blend(color, INK, 0.55),
                    4,
                )
    canvas.polygon([(962, 398), (1074, 408), (1066, 516), (954, 506)], ACCENT)
    for line in range(3):
        canvas.line([(980, 432 + line * 24), (1046 - line * 14, 438 + line * 24)], PAPER, 5)


def clock_segments(canvas: Canvas) -> None:
    canvas.rectangle(0, 0, 1600, 900, "#2f3f45")
    canvas.circle(800, 450, 372, "#26343a")
    canvas.circle(800, 450, 350, PAPER)
    slices = [
        (0, 52, TEAL),
        (52, 150, OCHRE),
        (150, 190, MIST),
        (190, 262, ACCENT),
        (262, 300, CLAY),
        (300, 360, DUSK),
    ]
    for start, end, color in slices:
        canvas.sector(800, 450, 300, start - 90, end - 90, color)
    for start, _, _ in slices:
        angle = math.radians(start - 90)
        canvas.line(
            [(800, 450), (800 + 304 * math.cos(angle), 450 + 304 * math.sin(angle))], PAPER, 8
        )
    canvas.circle(800, 450, 132, PAPER)
    for hour in range(60):
        angle = math.radians(hour * 6)
        inner = 318 if hour % 5 == 0 else 330
        canvas.line(
            [
                (800 + inner * math.cos(angle), 450 + inner * math.sin(angle)),
                (800 + 342 * math.cos(angle), 450 + 342 * math.sin(angle)),
            ],
            INK,
            7 if hour % 5 == 0 else 3,
        )
    canvas.circle(800, 450, 14, INK)
    for index in range(6):
        x = 130 + index * 44
        canvas.rectangle(
            x, 690 - index * 26, 30, 100 + index * 26, blend(TEAL, DUSK, 0.3), radius=4
        )
        canvas.rectangle(
            1240 + index * 44,
            790 - (6 - index) * 40,
            30,
            (6 - index) * 40,
            blend(ACCENT, DUSK, 0.35),
            radius=4,
        )


def tree_rings(canvas: Canvas) -> None:
    canvas.rectangle(0, 0, 1600, 900, "#e3dfd0")
    canvas.circle(900, 470, 660, "#7a4b30")
    rings = 26
    for ring in range(rings):
        radius = 630 * (1 - ring / rings) ** 1.15 + 8
        color = blend(
            "#dfb98e", "#c08a5b", 0.75 if ring % 4 == 0 else canvas.random.uniform(0, 0.35)
        )
        shape = []
        for degree in range(0, 361, 4):
            angle = math.radians(degree)
            wobble = 1 + 0.022 * math.sin(angle * 3 + ring * 0.1) + 0.012 * math.sin(angle * 7 + 1)
            shape.append(
                (
                    900 + ring * 2.5 + radius * wobble * math.cos(angle),
                    470 - ring * 1.5 + radius * wobble * math.sin(angle),
                )
            )
        canvas.polygon(shape, color)
        canvas.line(shape, blend(color, "#7a4b30", 0.35), 2.5)
    canvas.polygon([(970, 430), (1630, 250), (1630, 272)], "#8f6040")


def crossing_lines(canvas: Canvas) -> None:
    canvas.rectangle(0, 0, 1600, 900, "#f3ecdf")
    lines = [
        (TEAL, [(-20, 230), (360, 230), (520, 390), (840, 390), (1000, 560), (1620, 560)]),
        (ACCENT, [(-20, 660), (420, 660), (700, 390), (1060, 390), (1230, 230), (1620, 230)]),
        (OCHRE, [(200, 920), (200, 520), (340, 390), (620, 390), (900, 660), (1620, 660)]),
        (DUSK, [(1160, -20), (1160, 300), (1000, 470), (640, 470), (420, 690), (420, 920)]),
    ]
    for color, points in lines:
        canvas.line(points, "#f3ecdf", 42)
        canvas.line(points, color, 26)
    stops = [
        (180, 230),
        (180, 660),
        (200, 540),
        (1160, 180),
        (420, 800),
        (1380, 560),
        (1400, 230),
        (1250, 660),
    ]
    for x, y in stops:
        canvas.circle(x, y, 24, PAPER, outline=INK, stroke=8)
    canvas.rectangle(560, 356, 260, 68, PAPER, radius=34)
    canvas.rectangle(560, 356, 260, 68, None, radius=34, outline=INK, stroke=9)
    for x in (620, 690, 760):
        canvas.circle(x, 390, 11, INK)
