"""Pictures made smaller in the file that is being written; the laid-out document keeps them as they are.

WeasyPrint's own option to reduce the resolution belongs to the layout, replaces the picture that it holds and
ignores the JPEG quality. Here each picture is drawn down to the resolution at which it is printed largest.
"""

import io

import pydyf
from PIL import Image
from weasyprint.formatting_structure import boxes
from weasyprint.images import RasterImage

_PER_INCH = 96  # CSS pixels


def shrink_pictures(document, pdf: pydyf.PDF, dpi: int, quality: int) -> None:
    """Replace the pictures of ``pdf``, just before it is written; one that would not get smaller is left alone."""
    inches, pictures = _printed_widths(document)
    for name, number in _picture_objects(pdf):
        picture = pictures.get(name[1:-1])
        if picture is None or picture.mode not in ("RGB", "L"):
            continue  # a transparent one has a mask of its own size; CMYK is for printers
        smaller = _smaller(picture, inches[picture.id] * dpi, quality)
        stream = pdf.objects[number]
        if len(smaller[0]) < len(stream.data):
            _replace(stream, *smaller)


def _printed_widths(document) -> tuple[dict[str, float], dict[str, RasterImage]]:
    """The largest printed width in inches of every picture, and the pictures, by their identifier."""
    inches: dict[str, float] = {}
    pictures: dict[str, RasterImage] = {}
    for page in document.pages:
        for box in _all_boxes(page._page_box):
            for picture, width in _pictures_of(box):
                pictures[picture.id] = picture
                inches[picture.id] = max(inches.get(picture.id, 0), width / _PER_INCH)
    return inches, pictures


def _all_boxes(box):
    stack = [box]
    while stack:
        box = stack.pop()
        yield box
        stack.extend(getattr(box, "children", ()))


def _pictures_of(box):
    """(picture, width in CSS pixels) that the box shows, as its content or behind it."""
    if isinstance(box, boxes.ReplacedBox) and isinstance(box.replacement, RasterImage):
        picture = box.replacement
        # `object-fit: cover` draws beyond the box: count the side that needs more.
        yield picture, max(box.width, box.height * picture.ratio)
    for layer in getattr(getattr(box, "background", None), "layers", ()):
        if isinstance(layer.image, RasterImage):
            yield layer.image, layer.size[0]


def _picture_objects(pdf):
    """(resource name, object number) of the pictures; WeasyPrint's name is i, the identifier, and 0 or 1."""
    seen = set()
    for resources in pdf.objects:
        named = resources.get("XObject", {}) if isinstance(resources, pydyf.Dictionary) else {}
        for name, reference in named.items():
            number = int(reference.split()[0])
            if name.startswith("i") and number not in seen:
                seen.add(number)
                yield name, number


def _smaller(picture, width: float, quality: int) -> tuple[bytes, int, int]:
    with Image.open(io.BytesIO(picture.image_data.data)) as opened:
        opened.draft(None, (int(width), int(width / picture.ratio)))  # lets libjpeg decode at a smaller scale
        image = opened.convert(picture.mode)
    if width < image.width:
        size = (max(1, round(width)), max(1, round(width / picture.ratio)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    output = io.BytesIO()
    image.save(output, "JPEG", quality=quality, optimize=True)
    return output.getvalue(), image.width, image.height


def _replace(stream, data: bytes, width: int, height: int) -> None:
    stream.stream = [data]
    stream.extra |= {"Width": width, "Height": height, "Filter": "/DCTDecode"}
    for left_over in ("DecodeParms", "Decode"):
        stream.extra.pop(left_over, None)
