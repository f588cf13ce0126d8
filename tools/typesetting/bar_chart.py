"""Horizontal bars with a label before and a figure behind each one."""

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from tools.typesetting import styles

ROW, BAR, SIZE = 21, 11, 9.5


class BarChart(Flowable):
    def __init__(self, bars: list[tuple[str, str, str]]):
        """Take for each bar its label, its length in percent and the figure behind it."""
        super().__init__()
        self.bars = [(label, float(percent), figure) for label, percent, figure in bars]
        self.width, self.height = styles.MEASURE, ROW * len(bars) + 6

    def wrap(self, *_available) -> tuple[float, float]:
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        start = max(text_width(label) for label, _, _ in self.bars) + 12
        room = self.width - start - max(text_width(figure) for _, _, figure in self.bars) - 12
        for number, (label, percent, figure) in enumerate(self.bars):
            y = self.height - ROW * (number + 1) + 4
            canvas.setFont(styles.SERIF, SIZE)
            canvas.setFillColor(styles.INK)
            canvas.drawString(0, y + 2.5, label)
            canvas.drawString(start + room * percent / 100 + 7, y + 2.5, figure)
            canvas.setFillColor(styles.TEAL)
            canvas.rect(start, y, room * percent / 100, BAR, stroke=0, fill=1)
        canvas.setStrokeColor(styles.INK)
        canvas.setLineWidth(0.6)
        canvas.line(start, 2, start, self.height - 2)


def text_width(text: str) -> float:
    return stringWidth(text, styles.SERIF, SIZE)
