"""The drawn cover picture of the demo's yearly issue: hills, a river, a works at dusk; no real place.

Sizes in pixels: over the 216 mm of a cover with its bleed that is 254 dpi. The same call draws the same bytes.
"""

import io
import math
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 2160, 1700
SKY = (
    (0, (18, 40, 76)),
    (520, (74, 92, 138)),
    (820, (196, 146, 140)),
    (1080, (250, 200, 130)),
)  # down from night
RIDGES = (  # base line, height, wave length, shift, colour: from the farthest to the nearest
    (980, 150, 610.0, 0.4, (122, 132, 152)),
    (1090, 190, 470.0, 2.1, (84, 100, 128)),
    (1200, 150, 380.0, 4.0, (48, 68, 100)),
)
WORKS, RIVER, SHORE = (18, 34, 60), (196, 168, 140), (12, 26, 48)
SUN, GLOW = (255, 226, 170), (255, 178, 84)


def draw_cover() -> bytes:
    """A JPEG of the scene, without any words: the credit beside it says that it is drawn."""
    picture = Image.new("RGB", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(picture)
    for y in range(HEIGHT):
        pen.line((0, y, WIDTH, y), fill=_sky(y))
    _sun(picture)
    pen = ImageDraw.Draw(picture)
    for ridge in RIDGES:
        pen.polygon(_ridge(*ridge[:4]), fill=ridge[4])
    pen.polygon([(0, 1320), (WIDTH, 1290), (WIDTH, HEIGHT), (0, HEIGHT)], fill=SHORE)
    _works(pen)
    _river(picture)
    _smoke(picture)
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=88, optimize=True)
    return output.getvalue()


def _sky(y: int) -> tuple[int, ...]:
    """The colour at height `y`, between the two stops of `SKY` around it."""
    for (upper, first), (lower, second) in pairwise(SKY):
        if y <= lower:
            share = (y - upper) / (lower - upper)
            return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return SKY[-1][1]


def _sun(picture: Image.Image) -> None:
    light = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(light)
    pen.ellipse((1380, 720, 1760, 1100), fill=150)
    light = light.filter(ImageFilter.GaussianBlur(90))
    ImageDraw.Draw(light).ellipse((1490, 830, 1650, 990), fill=255)
    picture.paste(SUN, (0, 0), light)


def _ridge(base: int, height: int, length: float, shift: float) -> list[tuple[float, float]]:
    """A line of hills as a sum of waves, closed along the lower edge."""
    points = []
    for x in range(0, WIDTH + 20, 20):
        wave = math.sin(x / length + shift) + 0.5 * math.sin(2.3 * x / length + 1.7 * shift)
        wave += 0.22 * math.sin(6.1 * x / length + shift)
        points.append((x, base - height * wave / 1.72))
    return [*points, (WIDTH, HEIGHT), (0, HEIGHT)]


def _river(picture: Image.Image) -> None:
    """A river that comes from the hills and widens to the viewer, with the light on it."""
    stretch = Image.new("RGB", picture.size, RIVER)
    pen = ImageDraw.Draw(stretch)
    for number in range(17):
        y = 1316 + number * 10 + number * number
        half = 10 + number * (9 + 7 * (number % 3))
        middle = 1570 - number * 14 + (60 * (number % 4) - 90) * number // 16
        pen.line((middle - half, y, middle + half, y), fill=(244, 214, 170), width=3 + number // 3)
    banks = Image.new("L", picture.size, 0)
    left, right = [], []
    for step in range(41):
        share = step / 40
        middle = 1580 - 60 * math.sin(3.1 * share) - 210 * share**2
        half = 22 + 600 * share**2.2
        y = 1300 + (HEIGHT - 1300) * share
        left.append((middle - half, y))
        right.append((middle + half, y))
    ImageDraw.Draw(banks).polygon([*left, *reversed(right)], fill=255)
    picture.paste(stretch, (0, 0), banks.filter(ImageFilter.GaussianBlur(1)))


def _works(pen: ImageDraw.ImageDraw) -> None:
    """A blast furnace with its stoves, halls, and chimneys, as a shadow with lit windows."""
    ground = 1360
    for x, top, width in ((150, 760, 34), (250, 690, 40), (960, 840, 32)):
        pen.polygon(
            [(x - width, ground), (x - width // 2, top), (x + width // 2, top), (x + width, ground)],
            fill=WORKS,
        )
        pen.rectangle((x - width // 2, top + 20, x + width // 2, top + 44), fill=(150, 84, 64))
    pen.polygon([(430, ground), (455, 1150), (490, 960), (560, 960), (595, 1150), (620, ground)], fill=WORKS)
    pen.rectangle((500, 880, 550, 960), fill=WORKS)
    pen.line((525, 880, 742, 1330), fill=WORKS, width=26)
    for x in (690, 760, 830):
        pen.rounded_rectangle((x - 28, 1090, x + 28, ground), 28, fill=WORKS)
    for left, top, right in ((0, 1230, 400), (880, 1240, 1110)):
        pen.polygon(
            [(left, ground), (left, top), ((left + right) // 2, top - 60), (right, top), (right, ground)],
            fill=WORKS,
        )
    for x in (*range(30, 350, 58), *range(905, 1090, 52)):
        pen.rectangle((x, 1290, x + 26, 1316), fill=GLOW)
    pen.ellipse((490, 1270, 560, 1330), fill=GLOW)


def _smoke(picture: Image.Image) -> None:
    """Thin plumes that drift with the wind."""
    veil = Image.new("L", picture.size, 0)
    pen = ImageDraw.Draw(veil)
    for x, top, size in ((150, 740, 30), (250, 670, 36), (960, 820, 28)):
        for step in range(16):
            drift, rise, radius = step * step * 3, step * 24, size + step * 9
            left, upper = x + drift - radius, top - rise - radius
            pen.ellipse((left, upper, left + 2 * radius, upper + 2 * radius), fill=max(0, 92 - step * 6))
    picture.paste((236, 222, 208), (0, 0), veil.filter(ImageFilter.GaussianBlur(22)))
