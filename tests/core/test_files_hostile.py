"""Bombs, files that are two things at once, and pictures as phones and printing houses really make them."""

import io
import struct
import zipfile

import pytest
from PIL import Image, ImageCms

from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.office import MAX_ENTRIES, MAX_TEXT_PART, TOO_LARGE
from alliance.core.files.store import recognise
from tests.core.uploads import encode, office, two_halves

SCRIPT = b"<script>alert(document.domain)</script>"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def refusal(content: bytes) -> str:
    with pytest.raises(BadFile) as refused:
        recognise(content)
    return refused.value.message


def packed(*parts: tuple[str, bytes], method=zipfile.ZIP_DEFLATED) -> bytes:
    """A Word file with these parts besides its own."""
    content = io.BytesIO(office())
    with zipfile.ZipFile(content, "a", method) as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return content.getvalue()


# ---------------------------------------------------------------- bombs
def test_one_huge_part_of_text_is_refused_though_it_is_small_when_packed():
    bomb = office(content=b"<w:p/>" * (MAX_TEXT_PART // 6 + 1))

    assert len(bomb) < 400_000
    assert refusal(bomb) == TOO_LARGE


def test_many_entries_are_refused():
    assert refusal(packed(*((f"word/media/{n}.xml", b"x") for n in range(MAX_ENTRIES)))) == TOO_LARGE


def test_high_ratio_is_refused_whatever_the_parts_are_called():
    assert refusal(packed(("word/media/image1.png", bytes(30 << 20)))) == TOO_LARGE


def test_honest_report_with_large_photos_is_accepted():
    photo = bytes(range(256)) * (4 << 10)  # a megabyte that does not shrink
    content = packed(*((f"word/media/{n}.jpg", photo) for n in range(12)), method=zipfile.ZIP_STORED)

    assert recognise(content).kind == FileKind.WORD


def test_directory_that_lies_about_a_size_is_damaged():
    """The directory says 13 bytes, the part unfolds to a megabyte."""
    content = bytearray(office(content=bytes(1 << 20)))
    entry = content.rfind(b"PK\x01\x02")
    assert struct.unpack_from("<I", content, entry + 24) == (1 << 20,)
    struct.pack_into("<I", content, entry + 24, 13)

    assert refusal(bytes(content)) == "文件已损坏，请重新导出后上传。"


def test_bent_part_is_told_at_the_door():
    content = bytearray(office(content=bytes(range(256)) * 40))
    content[len(content) // 2 - 40] ^= 0xFF

    assert refusal(bytes(content)) == "文件已损坏，请重新导出后上传。"


def test_member_with_a_password_is_damaged_for_us():
    content = bytearray(office())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(header)
        content[at + flags] |= 1

    assert refusal(bytes(content)) == "文件已损坏，请重新导出后上传。"


# ---------------------------------------------------------------- two things at once
def test_picture_that_is_also_a_zip_or_a_page_is_only_a_picture():
    for payload in (packed(), SCRIPT, PDF):
        found = recognise(encode(two_halves("red", "blue")) + payload)
        assert (found.kind, payload in found.content) == (FileKind.PICTURE, False)


def test_zip_behind_a_page_or_a_moving_picture_is_no_office_file():
    assert refusal(SCRIPT + packed()).startswith("不支持这种文件。")
    assert refusal(b"GIF89a" + bytes(60) + packed()).startswith("不接受动图")


def test_pdf_that_is_also_a_zip_is_kept_as_pdf_alone():
    found = recognise(PDF + packed())

    assert (found.kind, found.content_type, found.extension) == (FileKind.PDF, "application/pdf", ".pdf")


# ---------------------------------------------------------------- pictures as they come
def test_photo_of_a_phone_with_a_second_picture_behind_is_accepted_without_it():
    """MPO: what an iPhone or a Samsung writes for depth and HDR; Pillow gives it another name than JPEG."""
    second = Image.effect_noise((60, 40), 80).convert("RGB")
    content = encode(two_halves("red", "blue"), "MPO", save_all=True, append_images=[second])
    assert Image.open(io.BytesIO(content)).format == "MPO"

    found = recognise(content)

    kept = Image.open(io.BytesIO(found.content))
    assert (found.content_type, found.extension, kept.format) == ("image/jpeg", ".jpg", "JPEG")
    assert (kept.size, getattr(kept, "n_frames", 1)) == ((60, 40), 1)


@pytest.mark.parametrize(("level", "after"), [(0, 0), (32768, 128), (65535, 255)])
def test_sixteen_bits_become_eight_of_the_same_brightness(level, after):
    found = recognise(encode(Image.new("I;16", (30, 20), level), "PNG"))

    kept = Image.open(io.BytesIO(found.content))
    assert (kept.mode, kept.getpixel((5, 5))) == ("L", after)


def test_colours_with_a_profile_are_brought_to_what_every_screen_shows():
    """A pixel of 100 % L*a*b* white in a wide profile stays white; the profile itself is not kept."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    found = recognise(encode(Image.new("RGB", (30, 20), (200, 40, 40)), icc_profile=profile, quality=95))

    kept = Image.open(io.BytesIO(found.content))
    assert "icc_profile" not in kept.info
    assert [abs(a - b) <= 4 for a, b in zip(kept.getpixel((5, 5)), (200, 40, 40), strict=True)] == [True] * 3


@pytest.mark.parametrize("profile", [b"no profile", bytes(4000)])
def test_broken_profile_is_no_reason_to_refuse_a_photo(profile):
    found = recognise(encode(Image.new("CMYK", (30, 20), (0, 255, 255, 0)), icc_profile=profile))

    assert Image.open(io.BytesIO(found.content)).mode == "RGB"


def test_large_photo_with_numbered_colours_is_blended_not_torn():
    stripes = Image.new("P", (4800, 10))
    stripes.putpalette([0, 0, 0, 255, 255, 255])
    stripes.putdata([x % 2 for _ in range(10) for x in range(4800)])

    kept = Image.open(io.BytesIO(recognise(encode(stripes, "PNG")).content)).convert("L")

    assert kept.size == (2400, 5)
    assert 100 < kept.getpixel((1200, 2)) < 160
