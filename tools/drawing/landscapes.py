"""Roads, rivers, hills and the buildings among them."""

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
    ground,
    smooth,
)


def stepping_stones(canvas: Canvas) -> None:
    canvas.sky("#e9e6da", "#f6efe4", until=360)
    canvas.circle(1240, 190, 84, ACCENT)
    canvas.hill(330, MIST, swell=26, length=900)
    canvas.hill(372, blend(TEAL, MIST, 0.45), swell=18, length=620, shift=200)
    canvas.rectangle(0, 410, 1600, 490, "#8fb0a8")
    for row in range(34):
        y = 425 + row**1.55 * 2.0
        x = canvas.random.uniform(-100, 1500)
        canvas.line([(x, y), (x + 90 + row * 7, y)], "#a7c3bb", 2.5 + row / 9)
        canvas.line([(1500 - x, y + 9), (1600 - x + row * 5, y + 9)], "#7ca098", 2 + row / 12)
    stones = [
        (380, 838, 170),
        (640, 745, 138),
        (850, 664, 110),
        (720, 590, 84),
        (880, 538, 66),
        (1010, 496, 50),
        (960, 461, 38),
        (1045, 436, 29),
    ]
    for x, y, size in reversed(stones):
        canvas.ellipse(x, y + size * 0.16, size * 1.12, size * 0.33, "#6f958d")
        canvas.ellipse(x, y + size * 0.1, size, size * 0.3, blend(STONE, INK, 0.35))
        canvas.ellipse(x, y, size, size * 0.29, SAND)
        canvas.ellipse(x - size * 0.18, y - size * 0.05, size * 0.6, size * 0.13, PAPER)


def mountain_layers(canvas: Canvas) -> None:
    canvas.sky("#f3d9c0", PAPER, until=640)
    canvas.circle(1090, 300, 120, blend(ACCENT, "#e9a77f", 0.25))
    layers = [(430, 120, 0.16), (500, 105, 0.32), (580, 90, 0.5), (670, 76, 0.7), (770, 58, 0.88)]
    for index, (y, height, depth) in enumerate(layers):
        points, x = [], -40.0
        while x < 1640:
            points.append((x, y - canvas.random.uniform(0.1, 1) * height))
            x += canvas.random.uniform(60, 150) + index * 14
            points.append((x, y + canvas.random.uniform(-0.25, 0.35) * height))
            x += canvas.random.uniform(50, 120)
        canvas.polygon([*points, (1700, 900), (-60, 900)], blend("#d9cfc0", DUSK, depth))
    path = [
        (250, 890),
        (420, 820),
        (360, 770),
        (540, 726),
        (650, 700),
        (600, 664),
        (760, 612),
        (850, 560),
        (820, 520),
        (930, 472),
    ]
    canvas.dots(path, PAPER, radius=4, gap=20)
    canvas.line([(930, 468), (930, 420)], INK, 5)
    canvas.polygon([(932, 420), (978, 434), (932, 448)], ACCENT)


def arched_bridge(canvas: Canvas) -> None:
    canvas.sky("#efe7d8", PAPER, until=560)
    canvas.circle(330, 210, 74, OCHRE)
    canvas.hill(470, MIST, swell=40, length=1100, shift=300)
    canvas.rectangle(0, 640, 1600, 260, "#7fa39c")
    canvas.polygon([(200, 640), (1400, 640), (1360, 730), (240, 730)], "#9c7a66")
    arches = ((460, 128, 118), (800, 168, 158), (1140, 128, 118))
    for x, across, reach in arches:
        canvas.half_ellipse(x, 640, across, -reach * 0.5, "#b9cbc2")
    canvas.polygon([(0, 470), (270, 520), (330, 640), (250, 760), (0, 830)], DUSK)
    canvas.polygon([(1600, 450), (1330, 520), (1270, 640), (1350, 770), (1600, 850)], DUSK)
    deck = [(180, 522), (480, 452), (800, 428), (1120, 452), (1420, 522)]
    canvas.polygon([*smooth(deck), (1420, 580), (1330, 642), (270, 642), (180, 580)], ACCENT)
    for x, across, reach in arches:
        canvas.half_ellipse(x, 642, across, reach, blend(ACCENT, INK, 0.45))
        canvas.half_ellipse(x + 10, 642, across - 10, reach - 8, "#e3e4d8")
        canvas.half_ellipse(x + 10, 642, across - 10, 34, MIST)
    for row in range(16):
        y, x = 664 + row * 15, canvas.random.uniform(260, 1100)
        canvas.line([(x, y), (x + canvas.random.uniform(60, 180), y)], "#a9c6be", 3)
    rail = [(x, y - 44) for x, y in deck]
    canvas.curve(rail, INK, 7)
    for x, y in smooth(deck, steps=7)[1:-1]:
        canvas.line([(x, y), (x, y - 42)], INK, 4)
    canvas.curve(deck, INK, 10)


def harbor_lighthouse(canvas: Canvas) -> None:
    canvas.sky("#c9d8d3", "#f7ead8", until=560)
    canvas.glow(1130, 236, 260, "#fff3d4", strength=0.85)
    canvas.polygon([(1130, 226), (-10, 60), (-10, 250), (1130, 246)], "#f5ebd6")
    canvas.rectangle(0, 540, 1600, 360, "#6f958f")
    for row in range(26):
        y, x = 556 + row * 13, canvas.random.uniform(-60, 1100)
        canvas.line([(x, y), (x + canvas.random.uniform(80, 300), y)], "#84a8a1", 3)
    canvas.polygon(
        [
            (820, 600),
            (940, 540),
            (1010, 548),
            (1120, 500),
            (1290, 520),
            (1420, 508),
            (1600, 548),
            (1600, 700),
            (1180, 690),
            (900, 650),
        ],
        DUSK,
    )
    canvas.polygon([(1080, 520), (1100, 270), (1160, 270), (1180, 520)], PAPER)
    canvas.polygon([(1088, 420), (1094, 345), (1166, 345), (1172, 420)], ACCENT)
    canvas.rectangle(1086, 262, 88, 14, INK, radius=4)
    canvas.rectangle(1106, 206, 48, 58, OCHRE)
    canvas.polygon([(1094, 210), (1130, 166), (1166, 210)], INK)
    for x in (1120, 1138):
        canvas.line([(x, 208), (x, 262)], INK, 3)
    canvas.rectangle(1220, 452, 120, 70, SAND)
    canvas.polygon([(1208, 456), (1280, 408), (1352, 456)], ACCENT)
    canvas.rectangle(1262, 476, 30, 46, DUSK)
    canvas.polygon([(-10, 910), (-10, 730), (260, 700), (560, 742), (860, 800), (1010, 910)], CLAY)
    canvas.polygon(
        [(-10, 910), (-10, 790), (240, 770), (520, 812), (760, 910)], blend(CLAY, INK, 0.18)
    )
    for x, y in ((150, 742), (320, 736), (470, 762), (620, 790), (250, 830), (430, 852)):
        canvas.ellipse(x, y, 46, 8, blend(CLAY, MIST, 0.7))
    canvas.polygon([(430, 622), (620, 622), (586, 664), (460, 664)], INK)
    canvas.line([(520, 622), (520, 470)], INK, 6)
    canvas.polygon([(528, 478), (528, 606), (614, 606)], PAPER)
    canvas.polygon([(512, 500), (512, 606), (446, 606)], SAND)


def two_rivers(canvas: Canvas) -> None:
    canvas.sky("#f1dcc4", PAPER, until=330)
    canvas.circle(800, 214, 88, ACCENT)
    mesas = [
        (-10, 250, 260, "#c98f6b"),
        (300, 282, 200, "#d6a583"),
        (1110, 270, 240, "#d6a583"),
        (1370, 236, 300, "#c98f6b"),
    ]
    for x, y, width, color in mesas:
        canvas.polygon([(x, 420), (x + 26, y), (x + width - 26, y), (x + width, 420)], color)
        canvas.rectangle(x + 22, y, width - 44, 20, blend(color, PAPER, 0.35))
    canvas.hill(370, "#e3c39f", swell=14, length=800)
    canvas.hill(440, "#d9b68b", swell=26, length=1300, shift=500)
    canvas.hill(600, "#cda678", swell=30, length=1500, shift=100)
    left = [(190, 374), (380, 430), (300, 500), (520, 570), (690, 640)]
    right = [(1420, 372), (1240, 424), (1330, 496), (1090, 566), (900, 640)]
    for bank, color in ((left, TEAL), (right, OCHRE)):
        for number, (x, y) in enumerate(smooth(bank, steps=60)):
            canvas.ellipse(x, y, 8 + number * 0.15, 5 + number * 0.1, color)
    meeting = [(690, 640), (745, 700), (775, 790), (830, 930)]
    for number, (x, y) in enumerate(smooth(meeting, steps=60)):
        width = 34 + number * 0.7
        canvas.ellipse(x, y, width, 28 + number * 0.1, TEAL)
    strand = [(900, 640), (850, 700), (810, 790), (900, 930)]
    for number, (x, y) in enumerate(smooth(strand, steps=60)):
        canvas.ellipse(x, y, 36 - number * 0.1, 20, OCHRE)
    for x, y in (
        (120, 640),
        (1480, 600),
        (250, 770),
        (1330, 760),
        (1180, 850),
        (420, 860),
        (1540, 800),
    ):
        for lean in (-34, -12, 12, 34):
            canvas.line([(x, y), (x + lean, y - 46 + abs(lean) * 0.5)], "#5b6b4e", 7)


def bus_road(canvas: Canvas) -> None:
    canvas.sky("#e7b48c", "#f9efe0", until=560)
    canvas.circle(420, 330, 96, PAPER)
    canvas.hill(440, "#d6b79b", swell=60, length=1000, shift=80)
    canvas.hill(540, blend(TEAL, "#d6b79b", 0.45), swell=54, length=1200, shift=600)
    canvas.hill(640, TEAL, swell=46, length=1500, shift=300)
    for index in range(22):
        x = 30 + index * 74 + canvas.random.uniform(-20, 20)
        base = ground(x, 640, 46, 1500, 300) + 8
        tall = canvas.random.uniform(60, 120)
        canvas.polygon(
            [(x - tall * 0.26, base), (x, base - tall), (x + tall * 0.26, base)],
            blend(TEAL, DUSK, 0.55),
        )
    canvas.hill(760, DUSK, swell=30, length=1700, shift=1000)
    road = [(x, ground(x, 772, 30, 1700, 1000) + 40) for x in range(-20, 1640, 40)]
    canvas.line(road, "#4a4844", 70)
    canvas.dashes(road, OCHRE, width=5, gap=34)
    canvas.rectangle(690, 566, 400, 196, OCHRE, radius=26)
    canvas.rectangle(1050, 650, 110, 112, OCHRE, radius=20)
    for x in (722, 800, 878, 956):
        canvas.rectangle(x, 594, 60, 62, PAPER if x != 878 else ACCENT, radius=8)
    canvas.rectangle(1026, 594, 42, 62, PAPER, radius=8)
    canvas.line([(694, 690), (1150, 690)], INK, 8)
    canvas.line([(694, 714), (1150, 714)], INK, 4)
    canvas.circle(1150, 716, 11, PAPER)
    for x in (790, 1064):
        canvas.circle(x, 766, 44, INK)
        canvas.circle(x, 766, 18, STONE)


def journey_map(canvas: Canvas) -> None:
    canvas.rectangle(0, 0, 1600, 900, "#efe6d6")
    for level in range(9):
        canvas.curve(
            [(x, 90 + level * 96 + 26 * ((x // 200 + level) % 3)) for x in range(-100, 1800, 200)],
            "#e4d8c4",
            3,
        )
    river = [
        (-20, 250),
        (220, 300),
        (420, 250),
        (640, 360),
        (820, 520),
        (1060, 560),
        (1300, 500),
        (1620, 590),
    ]
    canvas.curve(river, "#9fbcb4", 46)
    canvas.curve(river, "#b4cbc4", 18)
    path = [
        (170, 720),
        (330, 620),
        (480, 660),
        (610, 560),
        (700, 430),
        (640, 250),
        (820, 180),
        (1010, 260),
        (1120, 400),
        (1190, 640),
        (1400, 700),
    ]
    canvas.dashes(path, ACCENT, width=9, gap=22)
    for x, y in ((330, 620), (640, 250), (1120, 400)):
        canvas.circle(x, y, 26, PAPER, outline=INK, stroke=7)
        canvas.circle(x, y, 9, ACCENT)
    canvas.circle(170, 720, 34, INK)
    canvas.circle(170, 720, 12, PAPER)
    canvas.line([(1400, 700), (1400, 590)], INK, 8)
    canvas.polygon([(1404, 590), (1496, 618), (1404, 646)], ACCENT)
    for x, y, size in (
        (900, 760, 84),
        (990, 780, 64),
        (820, 790, 58),
        (1330, 250, 92),
        (1430, 280, 66),
    ):
        canvas.polygon(
            [(x - size, y + size * 0.7), (x, y - size), (x + size, y + size * 0.7)], TEAL
        )
        canvas.polygon(
            [
                (x - size * 0.3, y - size * 0.49),
                (x, y - size),
                (x + size * 0.3, y - size * 0.49),
                (x + size * 0.1, y - size * 0.34),
                (x - size * 0.06, y - size * 0.5),
            ],
            PAPER,
        )
    for x, y in (
        (260, 440),
        (310, 470),
        (220, 490),
        (1440, 830),
        (1500, 800),
        (520, 800),
        (570, 830),
    ):
        canvas.line([(x, y), (x, y + 34)], INK, 6)
        canvas.circle(x, y - 12, 28, blend(TEAL, OCHRE, 0.5))
    canvas.circle(1480, 120, 62, outline=INK, stroke=5)
    canvas.polygon([(1480, 44), (1494, 120), (1466, 120)], ACCENT)
    canvas.polygon([(1480, 196), (1494, 120), (1466, 120)], INK)
