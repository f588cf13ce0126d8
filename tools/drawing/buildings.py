"""Schools, their windows and their doors."""

from tools.drawing.canvas import (
    ACCENT,
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
    smooth,
)


def school_hill(canvas: Canvas) -> None:
    canvas.sky("#dfe5de", "#f4ecdf", until=600)
    for x, y, size in (
        (260, 190, 56),
        (330, 175, 74),
        (410, 196, 52),
        (1250, 130, 44),
        (1320, 118, 62),
        (1400, 136, 46),
    ):
        canvas.circle(x, y, size, PAPER)
    canvas.hill(560, MIST, swell=50, length=1300, shift=100)
    canvas.hill(640, blend(TEAL, MIST, 0.35), swell=70, length=1700, shift=1150)
    canvas.rectangle(700, 400, 420, 210, SAND)
    canvas.polygon([(670, 404), (910, 300), (1150, 404)], ACCENT)
    canvas.rectangle(868, 240, 84, 120, SAND)
    canvas.polygon([(852, 246), (910, 178), (968, 246)], INK)
    canvas.circle(910, 282, 24, PAPER, outline=INK, stroke=5)
    canvas.line([(910, 282), (910, 268)], INK, 4)
    canvas.line([(910, 282), (920, 286)], INK, 4)
    for x in (736, 800, 990, 1054):
        canvas.rectangle(x, 446, 38, 64, OCHRE if x == 800 else TEAL, radius=4)
        canvas.line([(x + 19, 446), (x + 19, 510)], SAND, 4)
        canvas.line([(x, 478), (x + 38, 478)], SAND, 4)
    canvas.rectangle(880, 476, 60, 134, DUSK, radius=6)
    canvas.hill(700, blend(TEAL, DUSK, 0.25), swell=90, length=1900, shift=1250)
    road = [(1010, 906), (890, 800), (700, 740), (760, 676), (905, 634), (910, 606)]
    canvas.curve(road, SAND, 26)
    for x, y, size in (
        (240, 700, 78),
        (330, 730, 58),
        (1260, 640, 66),
        (1350, 668, 88),
        (150, 760, 64),
    ):
        canvas.rectangle(x - 6, y, 12, 80, INK)
        canvas.ellipse(x, y - size * 0.3, size * 0.62, size, DUSK)


def lantern_evening(canvas: Canvas) -> None:
    canvas.sky("#22303a", "#6d5a55", until=700)
    for _ in range(70):
        canvas.circle(
            canvas.random.uniform(0, 1600),
            canvas.random.uniform(0, 380),
            canvas.random.uniform(1, 2.6),
            "#d9d2c4",
        )
    canvas.circle(1320, 170, 56, "#f1e4c8")
    canvas.circle(1344, 156, 50, blend("#22303a", "#6d5a55", 0.22))
    canvas.hill(560, "#3b454a", swell=70, length=1300, shift=900)
    canvas.glow(780, 620, 420, "#f2b765", strength=0.55)
    canvas.rectangle(420, 470, 720, 220, "#2a2725")
    canvas.polygon([(390, 476), (780, 352), (1170, 476)], "#1a1817")
    for index in range(7):
        x = 456 + index * 96
        canvas.rectangle(x, 510, 72, 110, "#f4c77c", radius=4)
        canvas.line([(x + 36, 510), (x + 36, 620)], "#2a2725", 4)
    canvas.rectangle(738, 560, 88, 130, "#ffe4ae")
    for index in range(6):
        x = 470 + index * 96 + canvas.random.uniform(-8, 20)
        canvas.circle(x, 580, 9, "#5a3a26")
        canvas.rectangle(x - 11, 590, 22, 30, "#5a3a26", radius=8)
    canvas.hill(700, "#1f2426", swell=30, length=1700, shift=500)
    for number, (x, y) in enumerate(
        smooth([(782, 704), (788, 760), (700, 830), (770, 940)], steps=50)
    ):
        canvas.ellipse(x, y, 40 + number * 0.3, 14, "#7d6042")
    people = [(640, 800), (676, 812), (860, 756), (900, 764), (980, 838), (1012, 846), (540, 868)]
    for x, y in people:
        canvas.circle(x, y - 52, 11, "#0f1112")
        canvas.rectangle(x - 13, y - 40, 26, 52, "#0f1112", radius=12)
    for x, y in ((905, 742), (545, 846), (1020, 824)):
        canvas.glow(x + 22, y - 6, 60, "#f7c778", strength=0.7)
        canvas.circle(x + 22, y - 6, 8, "#ffe9bd")


def window_facade(canvas: Canvas) -> None:
    canvas.rectangle(0, 0, 1600, 900, "#b9553a")
    for row in range(46):
        for column in range(-1, 22):
            shade = canvas.random.uniform(-0.1, 0.1)
            color = blend("#b0492c", INK if shade < 0 else PAPER, abs(shade))
            canvas.rectangle(
                column * 80 + (row % 2) * 40 + 1, row * 20 + 1, 78, 18, color, radius=2
            )
    lit = {(0, 1), (1, 4), (2, 0), (0, 5), (1, 2)}
    for row in range(3):
        for column in range(6):
            x, y = 110 + column * 240, 70 + row * 280
            canvas.rectangle(x - 14, y - 14, 188, 228, SAND, radius=4)
            canvas.rectangle(x - 24, y + 206, 208, 22, blend(SAND, STONE, 0.4), radius=4)
            glass = "#f3c878" if (row, column) in lit else DUSK
            canvas.rectangle(x, y, 160, 200, glass)
            if (row, column) in lit:
                canvas.circle(x + 80, y + 128, 24, "#7c4a2a")
                canvas.rectangle(x + 46, y + 154, 68, 46, "#7c4a2a", radius=20)
                canvas.rectangle(x + 94, y + 158, 48, 34, "#dfeae6", radius=4)
            else:
                canvas.polygon([(x, y + 110), (x + 90, y), (x + 140, y), (x, y + 170)], "#3d5058")
            canvas.rectangle(x + 77, y, 6, 200, SAND)
            canvas.rectangle(x, y + 66, 160, 6, SAND)


def open_doors(canvas: Canvas) -> None:
    canvas.sky("#e7ddcd", "#efe7da")
    canvas.polygon([(0, 740), (1600, 740), (1600, 900), (0, 900)], "#b99373")
    doors = [(150, TEAL, 0.15), (500, OCHRE, 0.4), (850, ACCENT, 0.7), (1200, DUSK, 1.0)]
    for x, color, opening in doors:
        canvas.rectangle(x - 22, 168, 264, 572, PAPER)
        canvas.rectangle(x, 190, 220, 550, "#fff1cf")
        canvas.polygon(
            [(x, 740), (x + 220, 740), (x + 220 + 130 * opening, 900), (x - 40 * opening, 900)],
            blend("#b99373", "#fff1cf", 0.55 * opening + 0.15),
        )
        edge = x + 220 * (1 - opening * 0.72)
        drop = 60 * opening
        canvas.polygon([(x, 190), (edge, 190 - drop * 0.4), (edge, 740 + drop), (x, 740)], color)
        for top, bottom in ((0.1, 0.44), (0.54, 0.9)):
            left, right = x + (edge - x) * 0.18, x + (edge - x) * 0.82
            canvas.polygon(
                [
                    (left, 190 + 550 * top),
                    (right, 190 + 550 * top - drop * 0.2),
                    (right, 190 + 550 * bottom + drop * 0.5),
                    (left, 190 + 550 * bottom),
                ],
                blend(color, INK, 0.18),
            )
        canvas.circle(edge - 18, 480, 9, PAPER)
