"""Pictures: said in words for those who cannot see them, and sharp enough on paper."""

from collections.abc import Iterator

from bulletins.models import BulletinEntry, EntryPicture
from bulletins.page_layout import COVER_HEIGHT, COVER_WIDTH, PRINT_WIDTHS
from bulletins.proofreading.finding import DOUBT, WRONG, Finding, key_of, rule
from bulletins.proofreading.proof import Proof, about

MM_PER_INCH = 25.4
LEAST_DPI = 200


def printed_dpi(pixels: int, millimetres: float) -> int:
    """Dots per inch of a picture `pixels` wide that is printed `millimetres` wide."""
    return int(pixels / millimetres * MM_PER_INCH)


def _pictures(proof: Proof) -> Iterator[tuple[BulletinEntry, int, EntryPicture]]:
    for entry in proof.entries:
        shown = [picture for picture in entry.pictures.all() if not picture.dropped]
        for number, picture in enumerate(shown, start=1):
            yield entry, number, picture


@rule
def words_of_pictures(proof: Proof) -> Iterator[Finding]:
    """A picture without any words is wrong: readers who cannot see it get nothing. One without a caption is a doubt."""
    for entry, number, picture in _pictures(proof):
        name = f"第 {number} 张图片（{picture.caption or picture.stored.name}）"
        detail = f"{picture.stored.sha256}"
        if not (picture.caption or picture.alt):
            message = f"{name}没有图注，也没有替代文字。"
            yield about(entry, "picture-words", message, severity=WRONG, place="pictures", detail=detail)
        elif not picture.caption:
            yield about(entry, "picture-caption", f"{name}没有图注。", place="pictures", detail=detail)
        elif not picture.alt:
            message = f"{name}没有替代文字，将以图注代替；图注没有说明画面内容的，请补写。"
            yield about(entry, "picture-alt", message, place="pictures", detail=detail)


@rule
def sharpness(proof: Proof) -> Iterator[Finding]:
    """Below 200 dpi at the size in which it is printed."""
    for entry, number, picture in _pictures(proof):
        width = PRINT_WIDTHS[picture.place]
        dpi = printed_dpi(picture.stored.width or 0, width)
        if dpi < LEAST_DPI:
            name = f"第 {number} 张图片（{picture.caption or picture.stored.name}）"
            needed = round(LEAST_DPI * width / MM_PER_INCH)
            message = (
                f"{name}宽 {picture.stored.width} 像素，按“{picture.get_place_display()}”印出 {width} 毫米，"
                f"只有 {dpi} dpi，低于 {LEAST_DPI} dpi。请换 {needed} 像素以上的图片，或改小版面。"
            )
            detail = f"{picture.stored.sha256} {picture.place}"
            yield about(entry, "picture-sharpness", message, place="pictures", detail=detail)


@rule
def cover(proof: Proof) -> Iterator[Finding]:
    """The yearly booklet has a cover photo, in words too, and sharp."""
    bulletin = proof.bulletin
    stored = bulletin.cover
    if stored is None:
        if bulletin.is_yearly:
            yield Finding(
                key_of("cover-missing", "issue"), "cover-missing", DOUBT, "还没有选封面照片。", None, "cover"
            )
        return
    if not bulletin.cover_alt:
        message = "封面照片没有替代文字。"
        yield Finding(key_of("cover-alt", "issue", stored.sha256), "cover-alt", DOUBT, message, None, "cover")
    dpi = min(printed_dpi(stored.width or 0, COVER_WIDTH), printed_dpi(stored.height or 0, COVER_HEIGHT))
    if dpi < LEAST_DPI:
        message = f"封面照片（{stored.name}）印到整幅只有 {dpi} dpi，低于 {LEAST_DPI} dpi。"
        yield Finding(key_of("cover-dpi", "issue", stored.sha256), "cover-dpi", DOUBT, message, None, "cover")
