"""Makes the two media files of the sample community again, from nothing.

    python resources/sample/make_media.py [--font FILE] [--out FOLDER]

``bus-stop-map.png``  a drawn map of the way to the bus stop (1200×800 pixels), by Pillow.
``choir-greeting.ogg``  a spoken greeting after two soft bell notes, by flite's voice *slt*
(package ``flite``), mixed and written as Ogg Vorbis by numpy and soundfile.

Both are kept in the repository; this program is only needed to change them. The picture comes
out the same every time for the same font; the sound differs in a few bytes, because Ogg numbers
its streams by chance.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile as sf
from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent
# Any bold face with Latin letters and simplified hanzi will do; index 2 of Noto's collection is SC.
FONTS = (
    (HERE.parent / "fonts" / "NotoSansCJKsc-Bold.otf", 0),
    (Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"), 2),
)

GREETING = (
    "Hello, neighbours! This is your choir. "
    "Come and sing with us on Tuesday, at three, in the community hall. "
    "If you can hum in the kitchen, you can sing with us. "
    "There is tea, and there are biscuits."
)

# The colours of the house (paper, ink, primary, yellow, line, good, urgent) and two pale ones.
PAPER, INK, TEAL, YELLOW = "#FBF8F1", "#1C1B19", "#0F4C5C", "#FFC53D"
LINE, GREEN, RED, CARD = "#7A7266", "#1E5631", "#8C1D18", "#FFFFFF"
WATER, LEAF, ROAD, HOUSE = "#BFDDE3", "#B9CFA8", "#E6DFD0", "#F1E2BE"

SIZE = (1200, 800)
FINER = 3  # drawn three times as large and made smaller, which smooths every edge

Point = tuple[float, float]


class Sheet:
    """A drawing board measured in the finished picture's pixels."""

    def __init__(self, font: Path, index: int) -> None:
        self.image = Image.new("RGB", (SIZE[0] * FINER, SIZE[1] * FINER), PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.font, self.index = font, index

    def box(
        self,
        at: tuple[float, float, float, float],
        fill: str,
        line: str | None = None,
        radius: float = 14,
        width: float = 3,
    ) -> None:
        self.draw.rounded_rectangle(
            [n * FINER for n in at], radius * FINER, fill, line, round(width * FINER)
        )

    def disc(self, x: float, y: float, r: float, fill: str, line: str | None = None) -> None:
        edges = [(x - r) * FINER, (y - r) * FINER, (x + r) * FINER, (y + r) * FINER]
        self.draw.ellipse(edges, fill, line, 5 * FINER)

    def stroke(self, points: list[Point], fill: str, width: float) -> None:
        """A line through the points with round joints and ends."""
        scaled = [(x * FINER, y * FINER) for x, y in points]
        self.draw.line(scaled, fill, round(width * FINER), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, fill)

    def shape(self, points: list[Point], fill: str) -> None:
        self.draw.polygon([(x * FINER, y * FINER) for x, y in points], fill)

    def words(self, x: float, y: float, text: str, size: float, fill: str = INK) -> None:
        """Text with its middle at (x, y)."""
        face = ImageFont.truetype(str(self.font), round(size * FINER), self.index)
        self.draw.text((x * FINER, y * FINER), text, fill, face, anchor="mm")

    def label(self, x: float, y: float, chinese: str, english: str, fill: str = INK) -> None:
        self.words(x, y - 19, chinese, 34, fill)
        self.words(x, y + 19, english, 28, fill)


def smooth(points: list[Point], steps: int = 24) -> list[Point]:
    """A soft curve through the points (Catmull–Rom spline, uniform)."""
    ends = [points[0], *points, points[-1]]
    out: list[Point] = []
    for a, b, c, d in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for i in range(steps):
            t = i / steps
            out.append(
                (
                    _spline(a[0], b[0], c[0], d[0], t),
                    _spline(a[1], b[1], c[1], d[1], t),
                )
            )
    return [*out, points[-1]]


def smooth_ring(points: list[Point], steps: int = 24) -> list[Point]:
    """The same for a closed line, with no corner where it closes."""
    once_more = [points[-1], *points, points[0], points[1]]
    return smooth(once_more, steps)[steps : steps * (len(points) + 1)]


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


def dots(sheet: Sheet, points: list[Point], gap: float, radius: float, fill: str) -> None:
    """Dots of one size, evenly spread along a way."""
    due = 0.0
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0)
        while due <= length:
            part = due / length if length else 0.0
            sheet.disc(x0 + (x1 - x0) * part, y0 + (y1 - y0) * part, radius, fill)
            due += gap
        due -= length


def willow(sheet: Sheet, x: float, y: float) -> None:
    """A willow, its foot at (x, y)."""
    sheet.stroke([(x, y), (x, y - 46)], LINE, 9)
    sheet.disc(x, y - 66, 34, LEAF)
    for side in (-30, -15, 0, 15, 30):
        drop = 34 - abs(side) * 0.5
        sheet.stroke([(x + side, y - 62), (x + side * 1.2, y - 62 + drop)], LEAF, 10)


def bus(sheet: Sheet, x: float, y: float) -> None:
    """A bus seen from the side, its middle at (x, y)."""
    sheet.box((x - 52, y - 34, x + 52, y + 22), TEAL, radius=10)
    for left in (-42, -12, 18):
        sheet.box((x + left, y - 24, x + left + 24, y - 4), PAPER, radius=4)
    for wheel in (-28, 28):
        sheet.disc(x + wheel, y + 24, 12, INK)
        sheet.disc(x + wheel, y + 24, 5, PAPER)


def house(sheet: Sheet, left: float, name: str) -> None:
    sheet.box((left, 630, left + 136, 770), HOUSE, LINE)
    for x in (left + 18, left + 94):
        for y in (650, 716):
            sheet.box((x, y, x + 24, y + 32), CARD, LINE, 4, 2)
    sheet.words(left + 68, 698, name, 44)


def ground(sheet: Sheet) -> None:
    """Roads, pond, houses and trees: everything that is there every day."""
    sheet.stroke([(-60.0, 556.0), (1260.0, 556.0)], ROAD, 92)
    sheet.stroke([(130.0, -60.0), (130.0, 556.0)], ROAD, 84)
    pond = [(400, 300), (470, 225), (620, 200), (800, 215), (905, 290), (850, 390), (690, 430)]
    ring = [(float(x), float(y)) for x, y in [*pond, (480, 400)]]
    sheet.shape(smooth_ring(ring), WATER)
    for left, name in ((60, "1"), (240, "2"), (824, "3"), (1004, "4")):
        house(sheet, left, name)
    for x, y in ((680, 190), (960, 250), (1075, 330), (262, 480)):
        willow(sheet, x, y)
    sheet.label(650, 315, "柳塘", "Willow Pond", TEAL)


def library(sheet: Sheet) -> None:
    sheet.shape([(292, 84), (450, 26), (608, 84)], TEAL)
    sheet.box((306, 84, 594, 182), CARD, TEAL, 6, 4)
    sheet.label(450, 133, "图书馆", "Library", TEAL)


def gate(sheet: Sheet) -> None:
    """The East Gate, an arch with a roof beside the road, and the crossing before it."""
    for y in range(516, 600, 21):
        sheet.box((556, y, 644, y + 12), CARD, radius=2)
    for x in (545.0, 655.0):
        sheet.stroke([(x, 650.0), (x, 706.0)], TEAL, 16)
    sheet.shape([(508, 656), (534, 618), (666, 618), (692, 656)], TEAL)
    sheet.label(600, 748, "东门", "East Gate")


def closed_road(sheet: Sheet) -> None:
    """The dug-up part of the road, with the old stop crossed out."""
    sheet.box((830, 530, 1160, 582), CARD, RED, 8, 4)
    for x in range(852, 1140, 62):
        sheet.shape([(x, 578), (x + 30, 534), (x + 54, 534), (x + 24, 578)], RED)
    sheet.disc(776, 556, 34, CARD, RED)
    sheet.stroke([(757.0, 537.0), (795.0, 575.0)], RED, 9)
    sheet.stroke([(795.0, 537.0), (757.0, 575.0)], RED, 9)
    sheet.label(1062, 448, "封路不停车", "Closed, no bus", RED)


def way(sheet: Sheet) -> None:
    """The dotted way on foot, and the stop for now at its end."""
    bend = [
        (600, 690),
        (600, 560),
        (590, 487),
        (500, 470),
        (400, 430),
        (340, 340),
        (312, 240),
        (264, 180),
    ]
    dots(sheet, smooth([(float(x), float(y)) for x, y in bend]), 28, 9, TEAL)
    sheet.disc(150, 122, 104, YELLOW, INK)
    bus(sheet, 150, 104)
    sheet.words(150, 176, "12", 48)
    sheet.box((18, 246, 282, 340), CARD, INK, 16)
    sheet.label(150, 292, "临时公交站", "Bus stop for now")
    sheet.box((318, 448, 522, 540), YELLOW, radius=18)
    sheet.label(420, 493, "走三分钟", "3 min on foot")


def draw_map(target: Path, font: Path, index: int) -> None:
    """Draws the map and writes it as a PNG of at most 64 colours."""
    sheet = Sheet(font, index)
    for part in (ground, library, gate, closed_road, way):
        part(sheet)
    small = sheet.image.resize(SIZE, Image.Resampling.LANCZOS)
    flat = small.quantize(64, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    flat.save(target, optimize=True)


def bell(frequency: float, seconds: float, rate: int) -> np.ndarray:
    """A soft bell: a note with two overtones, dying away."""
    t = np.arange(int(seconds * rate)) / rate
    tone = sum(np.sin(2 * np.pi * frequency * n * t) / n**2 for n in (1, 2, 3))
    fade_in = np.minimum(t / 0.01, 1.0)
    return np.asarray(tone * np.exp(-4.5 * t) * fade_in * 0.22)


def speak(text: str) -> tuple[np.ndarray, int]:
    """The text in flite's voice slt, an eighth slower than usual: samples and their rate.

    Raises subprocess.CalledProcessError or FileNotFoundError where flite is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        wave = Path(folder) / "speech.wav"
        subprocess.run(
            ["flite", "-voice", "slt", "--setf", "duration_stretch=1.12", "-t", text, "-o", wave],
            check=True,
        )
        samples, rate = sf.read(wave, dtype="float64")
    return samples, int(rate)


def record_greeting(target: Path) -> None:
    """Two bell notes (G, then the C above), the greeting, and a breath of silence."""
    speech, rate = speak(GREETING)
    chime = np.zeros(int(1.5 * rate))
    for start, frequency in ((0.0, 392.0), (0.32, 523.25)):
        note = bell(frequency, 1.15, rate)
        first = int(start * rate)
        chime[first : first + len(note)] += note
    speech = speech / np.max(np.abs(speech)) * 0.7  # peak near -3 dB: loud, and never clipped
    sound = np.concatenate([chime, speech, np.zeros(int(0.4 * rate))])
    sf.write(target, sound, rate, format="OGG", subtype="VORBIS")


def main() -> int:
    options = argparse.ArgumentParser(description="Make the sample community's media again.")
    options.add_argument("--font", type=Path, help="a bold font file with Latin and hanzi")
    options.add_argument("--out", type=Path, default=HERE / "media")
    chosen = options.parse_args()
    found = [(chosen.font, 0)] if chosen.font else [pair for pair in FONTS if pair[0].exists()]
    if not found:
        sys.stderr.write("No bold font with hanzi was found. Name one with --font FILE.\n")
        return 2
    chosen.out.mkdir(parents=True, exist_ok=True)
    draw_map(chosen.out / "bus-stop-map.png", *found[0])
    record_greeting(chosen.out / "choir-greeting.ogg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
