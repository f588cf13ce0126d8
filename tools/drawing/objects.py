"""Things on tables and walls: papers, folders, doors, tools."""

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


def turned(points: list[Point], x: float, y: float, degrees: float) -> list[Point]:
    """Rotate points around the origin and move them to x, y."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return [(x + px * cos - py * sin, y + px * sin + py * cos) for px, py in points]


def sheet(
    canvas: Canvas,
    x: float,
    y: float,
    degrees: float,
    *,
    color: str = PAPER,
    width: float = 150,
    height: float = 200,
    lines: int = 5,
) -> None:
    """Draw a page of writing around the point x, y."""
    corners = [
        (-width / 2, -height / 2),
        (width / 2, -height / 2),
        (width / 2, height / 2),
        (-width / 2, height / 2),
    ]
    shade = [(px + 7, py + 9) for px, py in corners]
    canvas.polygon(turned(shade, x, y, degrees), blend(color, INK, 0.28))
    canvas.polygon(turned(corners, x, y, degrees), color)
    for number in range(lines):
        top = -height / 2 + height * 0.2 + number * height * 0.13
        length = width * (0.36 if number % 3 else 0.2)
        row = [(-width * 0.36, top), (length, top)]
        canvas.line(turned(row, x, y, degrees), blend(color, INK, 0.45 if number else 0.8), 5)


def clotheslines(canvas: Canvas) -> None:
    canvas.sky("#f1e8da", "#f8f3ea")
    canvas.rectangle(0, 800, 1600, 100, CLAY)
    canvas.rectangle(0, 792, 1600, 16, PAPER)
    colors = [MIST, "#e9c98f", "#dca98e", "#a9c5bc"]
    for line in range(4):
        y = 110 + line * 178
        rope = [(-20, y - 14), (400, y + 14), (800, y + 20), (1200, y + 14), (1620, y - 14)]
        canvas.curve(rope, INK, 4)
        for card in range(7):
            x = 150 + card * 216
            top = y + 18 - abs(x - 800) / 60
            canvas.rectangle(x - 56, top, 112, 92, "#ded3c2", radius=4)
            canvas.rectangle(
                x - 60, top - 6, 112, 92, PAPER if (card + line) % 3 else colors[line], radius=4
            )
            for dot in range(card + 1):
                canvas.circle(
                    x - 38 + (dot % 4) * 22,
                    top + 26 + (dot // 4) * 30,
                    8,
                    [TEAL, ACCENT, OCHRE, DUSK][line],
                )
        for pin in range(9):
            x = canvas.random.uniform(60, 1540)
            top = y + 4 - abs(x - 800) / 60
            color = ACCENT if (line, pin) == (1, 4) else blend(OCHRE, SAND, 0.5)
            canvas.rectangle(x, top - 16, 12, 52, color, radius=5)
            canvas.line([(x + 6, top - 10), (x + 6, top + 8)], INK, 2)


def transcript(canvas: Canvas) -> None:
    canvas.sky("#3a5a5a", "#2f4547")
    canvas.polygon([(260, 140), (770, 110), (806, 800), (296, 830)], "#24383a")
    canvas.polygon([(240, 120), (750, 90), (786, 780), (276, 810)], "#efe6d6")
    for row in range(13):
        y = 250 + row * 40
        lean = row * 2.1
        canvas.line(
            [(300 + lean, y), (300 + lean + canvas.random.uniform(150, 270), y - 12)], STONE, 7
        )
        canvas.line([(650 + lean, y - 24), (700 + lean, y - 27)], blend(STONE, INK, 0.4), 9)
    canvas.line([(296, 190), (560, 174)], INK, 14)
    canvas.polygon([(826, 116), (1376, 146), (1336, 836), (786, 806)], "#24383a")
    canvas.polygon([(810, 96), (1360, 126), (1320, 816), (770, 786)], PAPER)
    canvas.line([(870, 178), (1130, 192)], INK, 14)
    for spoke in range(9):
        angle = spoke * 40 - 90
        reach = [150, 118, 164, 96, 140, 172, 110, 156, 130][spoke]
        color = [TEAL, OCHRE, ACCENT][spoke % 3]
        canvas.sector(1060, 460, 180, angle, angle + 36, "#ece3d4")
        canvas.sector(1060, 460, reach, angle, angle + 36, color)
    canvas.circle(1060, 460, 46, PAPER)
    canvas.line([(858, 700), (1090, 713)], STONE, 7)
    canvas.line([(856, 736), (1030, 746)], STONE, 7)
    for point in range(16):
        x, y = turned([(62, 0)], 1226, 726, point * 22.5)[0]
        canvas.circle(x, y, 15, ACCENT)
    canvas.circle(1226, 726, 62, ACCENT)
    canvas.circle(1226, 726, 44, outline=PAPER, stroke=4, color=ACCENT)
    canvas.line([(1206, 728), (1220, 744), (1250, 708)], PAPER, 9)


def portfolio_fan(canvas: Canvas) -> None:
    canvas.sky("#e5ddcd", "#f2eadc")
    canvas.rectangle(0, 700, 1600, 200, "#b98f6d")
    canvas.rectangle(0, 700, 1600, 12, "#cda583")
    tints = ["#cfdbd4", PAPER, "#ecd3a6", PAPER, "#e7bda8", PAPER, "#b9cfc7"]
    for number, color in enumerate(tints):
        degrees = -54 + number * 18
        x, y = turned([(0, -330)], 800, 760, degrees)[0]
        sheet(canvas, x, y, degrees, color=color, width=250, height=340, lines=5)
    x, y = turned([(20, -290)], 800, 760, 0)[0]
    canvas.polygon(
        [
            (x - 90, y + 40),
            (x - 40, y - 40),
            (x + 10, y + 10),
            (x + 60, y - 60),
            (x + 60, y + 60),
            (x - 90, y + 60),
        ],
        blend(TEAL, PAPER, 0.25),
    )
    canvas.polygon(
        [(470, 560), (640, 560), (676, 604), (1130, 604), (1092, 836), (508, 836)], "#8d8579"
    )
    canvas.polygon([(458, 618), (1142, 618), (1100, 846), (500, 846)], STONE)
    canvas.line([(760, 640), (772, 846)], ACCENT, 7)
    canvas.curve(
        [(766, 726), (700, 690), (690, 750), (766, 728), (836, 688), (850, 748), (766, 728)],
        ACCENT,
        7,
    )
    canvas.rectangle(900, 690, 140, 70, PAPER, radius=4)
    canvas.line([(920, 714), (1010, 714)], INK, 5)
    canvas.line([(920, 738), (980, 738)], STONE, 5)


def drawer_shelf(canvas: Canvas) -> None:
    canvas.sky("#dfe6e0", "#eef0ea")
    spines = [STONE, TEAL, SAND, OCHRE, MIST, CLAY, ACCENT, DUSK, "#8d8579"]
    for shelf in range(3):
        floor = 290 + shelf * 262
        x = 120.0
        while x < 1440:
            width = canvas.random.uniform(20, 58)
            height = canvas.random.uniform(150, 200)
            color = canvas.random.choice(spines)
            gap = canvas.random.random()
            if gap < 0.06:
                x += 60
                continue
            lean = 24 if gap > 0.95 else 0
            canvas.polygon(
                [
                    (x + lean, floor - height),
                    (x + lean + width, floor - height),
                    (x + width, floor),
                    (x, floor),
                ],
                color,
            )
            canvas.line(
                [
                    (x + lean * 0.7 + width / 2, floor - height * 0.72),
                    (x + lean * 0.5 + width / 2, floor - height * 0.5),
                ],
                blend(color, PAPER if color in (TEAL, DUSK, ACCENT) else INK, 0.6),
                5,
            )
            x += width + lean + 5
        bend = [
            (90, floor),
            (450, floor + 10),
            (800, floor + 18),
            (1150, floor + 10),
            (1510, floor),
        ]
        canvas.curve([(px, py + 13) for px, py in bend], "#8a5f42", 30)
        canvas.curve([(px, py + 4) for px, py in bend], "#a97a58", 10)
    for x in (78, 1522):
        canvas.rectangle(x - 16, 40, 32, 860, "#74502f")


def round_table(canvas: Canvas) -> None:
    canvas.rectangle(0, 0, 1600, 900, "#d9ddd2")
    for row in range(9):
        for column in range(16):
            if (row + column) % 2:
                canvas.rectangle(column * 100, row * 100, 100, 100, "#d2d7cb")
    chairs = [(index * 60 + 30) for index in range(6)]
    chair_colors = [TEAL, ACCENT, OCHRE, DUSK, CLAY, blend(TEAL, DUSK, 0.5)]
    for degrees, color in zip(chairs, chair_colors, strict=True):
        x, y = turned([(430, 0)], 800, 450, degrees)[0]
        x = 800 + (x - 800) * 1.18
        canvas.circle(x + 6, y + 10, 74, "#bfc4b7")
        canvas.circle(x, y, 74, color)
        canvas.circle(x, y, 54, blend(color, PAPER, 0.15))
    canvas.ellipse(808, 466, 440, 350, "#b9bdaf")
    canvas.ellipse(800, 450, 440, 350, "#b88a66")
    canvas.ellipse(800, 448, 420, 332, "#c99e79")
    for degrees in chairs:
        x, y = turned([(250, 0)], 800, 450, degrees)[0]
        sheet(canvas, 800 + (x - 800) * 1.15, y, degrees + 90, width=110, height=146, lines=4)
    for degrees in (62, 178, 302):
        x, y = turned([(318, 0)], 800, 450, degrees)[0]
        canvas.circle(x, y, 30, PAPER)
        canvas.circle(x, y, 22, "#6b4630")
    for x, y, degrees in ((740, 410, -16), (860, 430, 9), (760, 510, 6), (870, 512, -9)):
        sheet(canvas, x, y, degrees, width=92, height=120, lines=4, color="#f3e2bd")


def speech_shapes(canvas: Canvas) -> None:
    canvas.rectangle(0, 0, 1600, 900, "#efe6d8")
    bubbles = [
        (200, 150, 470, 260, TEAL, (300, 400, 1), PAPER),
        (760, 100, 600, 220, OCHRE, (1180, 312, -1), INK),
        (560, 400, 560, 270, ACCENT, (700, 660, 1), PAPER),
        (190, 560, 300, 170, DUSK, (400, 722, -1), PAPER),
        (1190, 430, 260, 190, MIST, (1290, 612, 1), INK),
    ]
    for x, y, width, height, color, (tail_x, tail_y, side), text in bubbles:
        canvas.rectangle(x, y, width, height, color, radius=56)
        canvas.polygon(
            [
                (tail_x - 6, tail_y - 14),
                (tail_x + 80, tail_y - 14),
                (tail_x + 37 - side * 62, tail_y + 74),
            ],
            color,
        )
        for row in range(int(height // 62) - 1):
            length = canvas.random.uniform(0.45, 0.72) * width
            canvas.line(
                [(x + 58, y + 66 + row * 54), (x + 58 + length, y + 66 + row * 54)],
                blend(color, text, 0.7),
                10,
            )
    for x, y, color in ((1240, 740, ACCENT), (1330, 770, TEAL), (1150, 776, OCHRE)):
        canvas.circle(x, y, 26, color)


def arches_and_beams(canvas: Canvas) -> None:
    canvas.sky("#e4e8e2", PAPER)
    canvas.rectangle(0, 780, 1600, 120, "#c9b79d")
    for inset, color in (
        (0, DUSK),
        (56, TEAL),
        (112, MIST),
        (168, OCHRE),
        (224, CLAY),
        (280, ACCENT),
    ):
        radius = 420 - inset
        canvas.sector(800, 560, radius, 180, 360, color)
        canvas.rectangle(800 - radius, 558, radius * 2, 222, color)
    canvas.sector(800, 560, 92, 180, 360, "#f4ead9")
    canvas.rectangle(708, 558, 184, 222, "#f4ead9")
    for x in (250, 1350):
        canvas.rectangle(x - 36, 400, 72, 380, SAND)
        canvas.rectangle(x + 22, 400, 14, 380, blend(SAND, INK, 0.14))
        canvas.rectangle(x - 64, 372, 128, 34, "#d5c6ac")
        canvas.rectangle(x - 64, 752, 128, 34, "#d5c6ac")
    canvas.circle(250, 322, 50, ACCENT)
    canvas.polygon([(1290, 372), (1350, 270), (1410, 372)], TEAL)
    canvas.polygon([(892, 780), (1120, 900), (560, 900), (708, 780)], "#ddceb6")


def gear_and_leaf(canvas: Canvas) -> None:
    canvas.rectangle(0, 0, 1600, 900, "#eae4d6")
    for x, y, radius, teeth, color, turn in (
        (590, 480, 250, 16, DUSK, 0),
        (964, 300, 150, 10, STONE, 14),
    ):
        for tooth in range(teeth):
            points = [(radius - 16, -30), (radius + 46, -20), (radius + 46, 20), (radius - 16, 30)]
            canvas.polygon(turned(points, x, y, tooth * 360 / teeth + turn), color)
        canvas.circle(x, y, radius, color)
        canvas.circle(x, y, radius * 0.74, blend(color, PAPER, 0.16))
        for spoke in range(5):
            hole = turned([(radius * 0.46, 0)], x, y, spoke * 72 + 18)[0]
            canvas.circle(*hole, radius * 0.15, "#eae4d6")
        canvas.circle(x, y, radius * 0.2, OCHRE)
        canvas.circle(x, y, radius * 0.09, INK)
    stem = [(720, 905), (860, 770), (1010, 640), (1120, 540), (1290, 420)]
    canvas.curve(stem, TEAL, 16)
    leaves = [
        (880, 750, -96, 170),
        (930, 706, 8, 190),
        (1060, 596, -92, 150),
        (1110, 552, 12, 170),
        (1280, 424, -38, 190),
    ]
    for x, y, degrees, length in leaves:
        outline = [
            (length * t / 20, 0.34 * length * math.sin(math.pi * (t / 20) ** 0.8))
            for t in range(21)
        ]
        below = [(px, -py) for px, py in reversed(outline)]
        canvas.polygon(turned([*outline, *below], x, y, degrees), TEAL)
        canvas.polygon(turned(outline, x, y, degrees), blend(TEAL, MIST, 0.3))
        canvas.line(turned([(0, 0), (length * 0.9, 0)], x, y, degrees), blend(TEAL, INK, 0.3), 4)
    canvas.circle(1380, 720, 58, ACCENT)
