"""Pictures: decoded with care, written anew. Nothing but pixels gets through."""

import io
import threading
from contextlib import contextmanager

from PIL import ExifTags, Image, ImageCms, ImageFile

from alliance.core.errors import BadFile
from alliance.core.files.hints import hint_for

# A 10,000×10,000 PNG is 12 KB on disk and 414 MB in memory.
MAX_PIXELS = 50_000_000
MAX_EDGE = 2400  # pixels: enough for 200 dpi over the whole width of an A4 page
QUALITY = 85
JPEG, PNG = ("image/jpeg", ".jpg"), ("image/png", ".png")
# MPO is what phones call a JPEG with a second picture (depth, HDR) behind the first.
PICTURE_FORMATS = {"JPEG": JPEG, "MPO": JPEG, "PNG": PNG, "WEBP": JPEG}
TURNS = {  # what undoes each orientation of EXIF
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_decoding = threading.Lock()


def re_encode(content: bytes) -> tuple[bytes, str, str, tuple[int, int]]:
    """New content, content type, extension and size in pixels. Header first, pixels later: a bomb is refused
    before it unfolds. Raises BadFile."""
    try:
        picture = Image.open(io.BytesIO(content), formats=["JPEG", "PNG", "WEBP"])
    except Exception:  # on broken bytes decoders raise whatever comes to hand (found by fuzzing)
        raise BadFile(hint_for(content)) from None
    if picture.width * picture.height > MAX_PIXELS:
        raise BadFile(f"图片过大（{picture.width}×{picture.height} 像素），请缩小后上传。")
    content_type, extension = PICTURE_FORMATS[picture.format]
    try:
        with _cut_pictures_refused():
            # A JPEG of 48 million pixels is read at half its size: a third of the time, a quarter of the memory.
            picture.draft(None, (MAX_EDGE, MAX_EDGE))
            picture.load()
        picture = _plain_colours(_upright(picture))
        if max(picture.size) > MAX_EDGE:
            picture = _scalable(picture)
            picture.thumbnail((MAX_EDGE, MAX_EDGE))
        written = _written(picture, extension)
    except Exception:  # as above
        raise BadFile("图片已损坏，请重新选择。") from None
    return written, content_type, extension, picture.size


def shrink(content: bytes, width: int, extension: str) -> bytes:
    """One of our own pictures, `width` pixels wide. Raises what Pillow raises on anything else."""
    picture = Image.open(io.BytesIO(content), formats=["JPEG", "PNG"])
    height = max(1, round(picture.height * width / picture.width))
    picture.draft(None, (width, height))
    small = _scalable(picture).resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _written(small, extension)


def _scalable(picture: Image.Image) -> Image.Image:
    """Colours by number and black-and-white cannot be blended."""
    if picture.mode not in ("1", "P", "PA"):
        return picture
    return picture.convert("RGBA" if "transparency" in picture.info or picture.mode == "PA" else "RGB")


def _written(picture: Image.Image, extension: str) -> bytes:
    # What is left here would be written again: comments, profiles, XMP. Transparency alone belongs to the pixels.
    picture.info = {name: value for name, value in picture.info.items() if name == "transparency"}
    output = io.BytesIO()
    if extension == ".png":
        picture.save(output, "PNG", optimize=True)
    else:
        picture.convert("RGB").save(output, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return output.getvalue()


@contextmanager
def _cut_pictures_refused():
    """WeasyPrint's import lets Pillow fill the missing part of a cut picture with grey, for the whole process."""
    with _decoding:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _upright(picture: Image.Image) -> Image.Image:
    """The picture as its taker saw it. Broken metadata is no reason to refuse a good photo."""
    try:
        turn = TURNS.get(picture.getexif().get(ExifTags.Base.Orientation))
    except Exception:  # on broken metadata Pillow raises whatever comes to hand
        turn = None
    if turn is None:
        return picture
    turned = picture.transpose(turn)
    turned.info = picture.info
    return turned


def _plain_colours(picture: Image.Image) -> Image.Image:
    """Eight bits and sRGB, since the profile that says otherwise is not kept."""
    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value * (1 / 256)).convert("L")
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in ("RGB", "CMYK"):
        return picture
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except Exception:  # a profile that is none, or of another kind of picture
        return picture
