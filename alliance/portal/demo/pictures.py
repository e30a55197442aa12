"""Drawn placeholders for the photographs of 2015: flat scenes, plainly marked 示意图.

The same call always draws the same bytes, so that loading the demo twice stores nothing twice. Sizes in pixels.
"""

import io
from collections.abc import Callable
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from alliance.printing.engine.fonts import faces

WIDTH, HEIGHT = 1800, 1200  # over the 16 cm of a text column that is 285 dpi
GROUND = HEIGHT * 3 // 4
NIGHT, DEEP, BLUE, MIST = "#12263f", "#1d3a5f", "#3a6591", "#9fb4c7"
TITANIUM, PALE, WHITE, GOLD = "#b9c1c9", "#e4e9ee", "#f6f8fa", "#d9a441"
FAMILY = "Noto Sans CJK SC"


def draw(scene: str, caption: str, **details) -> bytes:
    """A JPEG of the scene with its caption. Raises KeyError for an unknown scene, FontMissing without the font."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), PALE)
    pen = ImageDraw.Draw(picture)
    SCENES[scene](pen, **details)
    label(pen, caption)
    output = io.BytesIO()
    picture.save(output, "JPEG", quality=80, optimize=True)
    return output.getvalue()


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    face = faces(FAMILY)[0]
    return ImageFont.truetype(str(face.path), size, index=face.index)


def label(pen: ImageDraw.ImageDraw, caption: str) -> None:
    """The strip at the foot: 示意图, and what the photograph showed."""
    pen.rectangle((0, HEIGHT - 110, WIDTH, HEIGHT), fill=NIGHT)
    pen.rounded_rectangle((48, HEIGHT - 84, 212, HEIGHT - 26), 10, fill=GOLD)
    pen.text((130, HEIGHT - 55), "示意图", NIGHT, font(42), anchor="mm")
    pen.text((244, HEIGHT - 55), caption, WHITE, font(42), anchor="lm")


# ---------------------------------------------------------------- parts of a scene
def person(pen: ImageDraw.ImageDraw, x: int, foot: int, size: int, coat: str) -> None:
    """A seated or standing figure from the chest up: head, shoulders. `size` is its height."""
    head = size * 2 // 5
    shoulders = foot - size + head
    pen.rounded_rectangle((x - size // 2, shoulders, x + size // 2, foot + size // 3), size // 3, fill=coat)
    pen.ellipse((x - head // 2, foot - size - 4, x + head // 2, foot - size + head - 4), fill="#e8c9a9")
    pen.chord((x - head // 2, foot - size - 8, x + head // 2, foot - size + head - 12), 180, 360, fill=NIGHT)


def crowd(pen: ImageDraw.ImageDraw, foot: int, count: int, size: int, coats: tuple[str, ...]) -> None:
    step = WIDTH // (count + 1)
    for number in range(1, count + 1):
        person(pen, number * step, foot, size, coats[number % len(coats)])


def audience(pen: ImageDraw.ImageDraw, count: int) -> None:
    """The backs of those who listen, along the lower edge."""
    step, top = WIDTH // (count + 1), HEIGHT - 260
    for x in range(step, WIDTH - step // 2, step):
        pen.rounded_rectangle((x - 78, top + 72, x + 78, HEIGHT), 50, fill=DEEP)
        pen.ellipse((x - 42, top, x + 42, top + 88), fill=NIGHT)


def hall(pen: ImageDraw.ImageDraw, wall: str = DEEP) -> None:
    pen.rectangle((0, 0, WIDTH, GROUND), fill=wall)
    for x in range(0, WIDTH, 225):
        pen.rectangle((x, 0, x + 4, GROUND), fill=NIGHT)
    pen.rectangle((0, GROUND, WIDTH, HEIGHT), fill=TITANIUM)


def screen(pen: ImageDraw.ImageDraw, text: str, *, top: int = 90, bottom: int = 430) -> None:
    pen.rounded_rectangle((330, top, WIDTH - 330, bottom), 18, fill=WHITE)
    lines = text.split("\n")
    for number, line in enumerate(lines):
        y = (top + bottom) // 2 + (2 * number - len(lines) + 1) * 42
        pen.text((WIDTH // 2, y), line, DEEP, font(58), anchor="mm")


def table(pen: ImageDraw.ImageDraw, top: int, *, inset: int = 120) -> None:
    pen.polygon(
        [(inset, top), (WIDTH - inset, top), (WIDTH - inset + 70, top + 60), (inset - 70, top + 60)],
        fill=BLUE,
    )
    pen.rectangle((inset - 70, top + 60, WIDTH - inset + 70, top + 190), fill=NIGHT)


# ---------------------------------------------------------------- scenes
def meeting(pen: ImageDraw.ImageDraw, *, text: str) -> None:
    """A chair with two neighbours at a table, the audience in front."""
    hall(pen)
    screen(pen, text)
    for x, size in ((WIDTH // 2, 210), (WIDTH // 2 - 400, 180), (WIDTH // 2 + 400, 180)):
        person(pen, x, 720, size, BLUE if size == 210 else TITANIUM)
    table(pen, 720)
    pen.rectangle((WIDTH // 2 - 70, 690, WIDTH // 2 + 70, 722), fill=WHITE)
    audience(pen, 9)


def lecture(pen: ImageDraw.ImageDraw, *, text: str) -> None:
    """A speaker at a lectern beside the screen."""
    hall(pen, BLUE)
    pen.rounded_rectangle((620, 120, WIDTH - 110, 640), 18, fill=WHITE)
    for number, line in enumerate(text.split("\n")):
        pen.text((660, 190 + number * 84), line, DEEP, font(54), anchor="lm")
    for number, width in enumerate((560, 700, 480)):
        pen.rectangle((660, 430 + number * 60, 660 + width, 446 + number * 60), fill=MIST)
    person(pen, 340, 720, 260, NIGHT)
    pen.polygon([(190, 720), (490, 720), (450, 980), (230, 980)], fill=TITANIUM)
    pen.rectangle((170, 696, 510, 732), fill=DEEP)
    audience(pen, 8)


def group(pen: ImageDraw.ImageDraw, *, text: str) -> None:
    """Three rows of people before hills."""
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=MIST)
    pen.polygon(
        [(0, 620), (380, 300), (760, 600), (1180, 260), (WIDTH, 560), (WIDTH, 900), (0, 900)], fill=BLUE
    )
    pen.polygon(
        [(0, 700), (520, 470), (1050, 700), (1500, 480), (WIDTH, 680), (WIDTH, 900), (0, 900)], fill=DEEP
    )
    pen.rectangle((0, 860, WIDTH, HEIGHT), fill=TITANIUM)
    screen(pen, text, top=60, bottom=250)
    for row, (foot, count) in enumerate(((700, 13), (840, 12), (990, 11))):
        crowd(pen, foot, count, 170 + 12 * row, (NIGHT, BLUE, TITANIUM, WHITE))


def award(pen: ImageDraw.ImageDraw, *, text: str) -> None:
    """Five people on a stage, each with a certificate."""
    hall(pen, BLUE)
    screen(pen, text)
    pen.polygon([(120, GROUND), (WIDTH - 120, GROUND), (WIDTH, HEIGHT), (0, HEIGHT)], fill=MIST)
    for x in range(300, WIDTH - 200, 300):
        person(pen, x, 880, 270, DEEP)
        pen.rectangle((x - 72, 800, x + 72, 898), fill=GOLD)
        pen.rectangle((x - 60, 812, x + 60, 886), fill=WHITE)


def furnace(pen: ImageDraw.ImageDraw, *, text: str) -> None:
    """Experts round a table, a blast furnace drawn on the screen."""
    hall(pen)
    pen.rounded_rectangle((200, 90, WIDTH - 200, 560), 18, fill=WHITE)
    pen.polygon([(380, 500), (420, 300), (450, 140), (570, 140), (600, 300), (640, 500)], fill=TITANIUM)
    pen.polygon([(392, 440), (628, 440), (640, 500), (380, 500)], fill=GOLD)
    for number, line in enumerate(text.split("\n")):
        pen.text((720, 200 + number * 96), line, DEEP, font(56), anchor="lm")
    crowd(pen, 760, 7, 170, (BLUE, TITANIUM, MIST))
    table(pen, 760)
    audience(pen, 7)


def bands(pen: ImageDraw.ImageDraw, *, rows: list[dict]) -> None:
    """Bars of known lengths. `rows`: name, points, count, note; drawn to the scale of the largest."""
    pen.rectangle((0, 0, WIDTH, HEIGHT), fill=WHITE)
    pen.text((100, 110), "2014年度活跃度评价：116家联盟的等级分布", DEEP, font(64), anchor="lm")
    largest = max(row["count"] for row in rows)
    for number, row in enumerate(rows):
        top = 240 + number * 260
        pen.text((100, top + 60), row["name"], NIGHT, font(56), anchor="lm")
        pen.text((100, top + 130), row["points"], BLUE, font(44), anchor="lm")
        length = 980 * row["count"] // largest
        pen.rounded_rectangle(
            (560, top + 20, 560 + length, top + 160), 12, fill=(DEEP, BLUE, MIST)[number % 3]
        )
        pen.text(
            (590, top + 90),
            f"{row['count']}家（{row['note']}）",
            NIGHT if number == 2 else WHITE,
            font(56),
            anchor="lm",
        )
    pen.rectangle((556, 230, 560, 1030), fill=NIGHT)


SCENES: dict[str, Callable[..., None]] = {
    "meeting": meeting,
    "lecture": lecture,
    "group": group,
    "award": award,
    "furnace": furnace,
    "bands": bands,
}


def logo(text: str) -> bytes:
    """A PNG of 400 × 400 pixels: a placeholder of a unit's sign, with its word."""
    picture = Image.new("RGB", (400, 400), WHITE)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((20, 20, 380, 380), fill=BLUE)
    pen.ellipse((52, 52, 348, 348), fill=WHITE)
    pen.text((200, 200), text, DEEP, font(104), anchor="mm")
    output = io.BytesIO()
    picture.save(output, "PNG", optimize=True)
    return output.getvalue()
