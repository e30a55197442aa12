"""Files that people, and worse, upload."""

import io
import struct
import zipfile
import zlib

from PIL import Image

GPS, ORIENTATION, DESCRIPTION, USER_COMMENT = 0x8825, 0x0112, 0x010E, 0x9286


def png(width: int, height: int, *, rows: bytes | None = None) -> bytes:
    """A black-and-white PNG of any size in a few kilobytes; `rows` replaces its pixels (empty: header alone)."""
    pixels = (b"\x00" + bytes((width + 7) // 8)) * height if rows is None else rows
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(pixels, 9)),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def two_halves(left: str, right: str, size=(60, 40)) -> Image.Image:
    """A picture whose orientation shows."""
    picture = Image.new("RGB", size, left)
    picture.paste(Image.new("RGB", (size[0] // 2, size[1]), right), (size[0] // 2, 0))
    return picture


def encode(picture: Image.Image, picture_format: str = "JPEG", **options) -> bytes:
    output = io.BytesIO()
    picture.save(output, picture_format, **options)
    return output.getvalue()


def exif(*, orientation: int = 1) -> Image.Exif:
    """Metadata of a phone: who, where, how the phone was held."""
    data = Image.Exif()
    data[ORIENTATION] = orientation
    data[DESCRIPTION] = "secret description"
    data.get_ifd(GPS).update({1: "N", 2: (26.0, 35.0, 0.0), 3: "E", 4: (101.0, 43.0, 0.0)})
    data.get_ifd(0x8769)[USER_COMMENT] = b"secret comment"
    return data


def office(marker: str = "word/document.xml", content: bytes = b"<w:document/>") -> bytes:
    """A file as Word or Excel writes it, as far as the door looks."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(marker, content)
    return output.getvalue()
