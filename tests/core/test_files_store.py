"""Storing uploads: judged by content, re-encoded, kept once, named harmlessly."""

import hashlib
import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile, ImageOps

from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.kinds import MAX_BYTES
from alliance.core.files.names import safe_name
from alliance.core.files.store import store_file
from alliance.core.models import StoredFile
from tests.core.uploads import GPS, encode, exif, office, png, two_halves
from tests.factories import UserFactory, picture_bytes

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def store(content: bytes, name: str = "图.png", **options) -> StoredFile:
    return store_file(actor=options.pop("actor", None), upload=SimpleUploadedFile(name, content), **options)


def refusal(content: bytes, name: str = "图.png", **options) -> str:
    """The sentence with which an upload is refused; nothing may be left of it."""
    with pytest.raises(BadFile) as refused:
        store(content, name, **options)
    assert StoredFile.objects.count() == 0
    return refused.value.message


def kept(stored: StoredFile) -> bytes:
    with stored.file.open("rb") as file:
        return file.read()


# ---------------------------------------------------------------- what is accepted
@pytest.mark.parametrize(
    ("content", "kind", "content_type", "extension"),
    [
        (picture_bytes(), FileKind.PICTURE, "image/png", ".png"),
        (picture_bytes(picture_format="JPEG"), FileKind.PICTURE, "image/jpeg", ".jpg"),
        (picture_bytes(picture_format="WEBP"), FileKind.PICTURE, "image/jpeg", ".jpg"),
        (PDF, FileKind.PDF, "application/pdf", ".pdf"),
        (
            office(),
            FileKind.WORD,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ".docx",
        ),
        (
            office("xl/workbook.xml"),
            FileKind.SHEET,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ".xlsx",
        ),
    ],
)
def test_kind_follows_from_content_whatever_the_name(content, kind, content_type, extension):
    stored = store(content, "名称.exe")

    assert (stored.kind, stored.content_type, stored.extension) == (kind, content_type, extension)
    assert stored.name == f"名称{extension}"


def test_row_describes_what_is_on_disk():
    actor = UserFactory()

    stored = store(picture_bytes(size=(60, 40)), actor=actor)

    content = kept(stored)
    assert (stored.width, stored.height, stored.uploaded_by) == (60, 40, actor)
    assert (stored.size, stored.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert stored.file.name == f"files/{stored.sha256[:2]}/{stored.sha256}.png"


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_png_of_every_mode_is_accepted(mode):
    stored = store(encode(Image.new(mode, (30, 20)), "PNG"))

    assert (stored.width, stored.height) == (30, 20)


def test_cmyk_jpeg_from_a_printing_house_becomes_rgb():
    stored = store(encode(Image.new("CMYK", (30, 20))))

    assert Image.open(io.BytesIO(kept(stored))).mode == "RGB"


def test_large_photo_is_scaled_down_to_what_print_needs():
    stored = store(encode(Image.new("RGB", (4800, 3600))))

    assert (stored.width, stored.height) == (2400, 1800)


def test_transparent_png_stays_transparent():
    stored = store(encode(Image.new("RGBA", (30, 20), (255, 0, 0, 0)), "PNG"))

    assert Image.open(io.BytesIO(kept(stored))).getpixel((5, 5))[3] == 0


# ---------------------------------------------------------------- what is refused
@pytest.mark.parametrize("content", [SVG, b"<html></html>", b"MZ\x90", b"plain text", b"<?php echo 1;"])
def test_other_content_is_refused_whatever_it_is_called(content):
    assert refusal(content, "图片.png").startswith("不支持这种文件")


def test_empty_file_is_refused():
    assert refusal(b"") == "文件是空的，请重新选择。"


def test_kind_that_the_form_does_not_take_is_refused():
    assert refusal(PDF, kinds=(FileKind.PICTURE,)) == (
        "这里不接受 PDF 文件。可上传图片（JPG、PNG）文件，每个不超过 20 MB。"
    )
    assert refusal(picture_bytes(), kinds=(FileKind.PDF,)) == (
        "这里不接受图片文件。可上传 PDF 文件，每个不超过 50 MB。"
    )


def test_too_large_file_is_refused_before_it_is_read():
    content = b"%PDF-" + bytes(MAX_BYTES[FileKind.PDF])
    upload = SimpleUploadedFile("大.pdf", content)

    with pytest.raises(BadFile) as refused:
        store_file(actor=None, upload=upload)

    assert refused.value.message == "文件不能超过 50 MB。请压缩其中的图片，或分成几个文件上传。"
    assert upload.tell() == 0


def test_file_larger_than_it_says_is_refused():
    upload = SimpleUploadedFile("大.docx", office() + bytes(MAX_BYTES[FileKind.WORD]))
    upload.size = 10

    with pytest.raises(BadFile) as refused:
        store_file(actor=None, upload=upload, kinds=(FileKind.WORD,))

    assert refused.value.message == "文件不能超过 20 MB。请压缩其中的图片，或分成几个文件上传。"


def test_word_file_may_not_be_as_large_as_a_pdf():
    content = office(content=b"") + bytes(21 << 20)

    assert "20 MB" in refusal(content, "大.docx") or "已损坏" in refusal(content, "大.docx")


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize("edge", [10_000, 100_000])
def test_picture_bomb_is_refused_by_its_header(edge):
    """No pixels follow the header, so a decoder would have called it damaged."""
    bomb = png(edge, edge, rows=b"")

    assert len(bomb) < 100
    assert refusal(bomb).startswith(("图片过大", "不支持这种文件"))


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_unfolding_picture_bomb_is_refused_with_its_size():
    bomb = png(10_000, 10_000)

    assert len(bomb) < 20_000
    assert refusal(bomb) == "图片过大（10000×10000 像素），请缩小后上传。"


def test_damaged_picture_is_refused(monkeypatch):
    """Also in a process that has imported WeasyPrint, which sets this switch of Pillow's."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert refusal(png(60, 40, rows=b"")) == "图片已损坏，请重新选择。"
    assert refusal(picture_bytes(size=(600, 400), picture_format="JPEG")[:900]) == "图片已损坏，请重新选择。"


def test_zip_bomb_is_refused_by_its_directory():
    bomb = office(content=bytes(101 << 20))

    assert len(bomb) < 150_000
    assert refusal(bomb, "报告.docx").startswith("文件解压后过大，无法接受。")


def test_zip_that_is_no_office_file_is_refused():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("../../evil.sh", "rm")

    assert refusal(output.getvalue(), "报告.docx") == "不接受压缩包。请解压后逐个上传。"


def test_cut_off_office_file_is_refused():
    assert refusal(office()[:-30], "报告.docx") == "文件已损坏，请重新导出后上传。"


def test_office_file_with_an_unreadable_member_name_is_refused():
    """A name flagged as UTF-8 that is none."""
    content = bytearray(office())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(header)
        content[at + flags + 1] |= 0x08
    content = bytes(content).replace(b"[Content", b"\xff\xfeontent")

    assert refusal(content, "报告.docx") == "文件已损坏，请重新导出后上传。"


SEEDS = {
    "png": picture_bytes(size=(12, 9)),
    "jpeg": encode(two_halves("red", "blue", (16, 12)), exif=exif(orientation=6)),
    "webp": picture_bytes(size=(12, 9), picture_format="WEBP"),
    "docx": office(),
    "pdf": PDF,
}


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.sampled_from(sorted(SEEDS)),
    edits=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=12),
    cut=st.integers(0, 400),
)
def test_damaged_upload_is_stored_or_refused_in_chinese_never_an_error(db, seed, edits, cut):
    content = bytearray(SEEDS[seed])
    for place, byte in edits:
        content[place % len(content)] = byte
    try:
        stored = store(bytes(content[: max(1, len(content) - cut)]))
    except BadFile as refused:
        assert refused.message.endswith("。")
    else:
        assert stored.size > 0


# ---------------------------------------------------------------- what does not survive
@pytest.mark.parametrize("picture_format", ["JPEG", "PNG", "WEBP"])
def test_metadata_of_the_phone_is_gone(picture_format):
    content = encode(two_halves("red", "blue"), picture_format, exif=exif())
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(GPS)

    after = kept(store(content))

    assert dict(Image.open(io.BytesIO(after)).getexif()) == {}
    assert b"secret" not in after
    assert b"Exif" not in after


def test_comment_profile_and_appended_payload_are_gone():
    payload = b"<script>alert(document.domain)</script>"
    content = encode(two_halves("red", "blue"), comment=payload, icc_profile=payload * 9) + payload

    assert payload not in kept(store(content))


def test_text_chunks_of_a_png_are_gone():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "secret author")
    info.add_itxt("XML:com.adobe.xmp", "<x>secret</x>")

    assert b"secret" not in kept(store(encode(two_halves("red", "blue"), "PNG", pnginfo=info)))


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [(1, (60, 40), "red"), (3, (60, 40), "blue"), (6, (40, 60), "red"), (8, (40, 60), "blue")],
)
def test_orientation_is_applied_to_the_pixels(orientation, size, corner):
    content = encode(two_halves("red", "blue"), exif=exif(orientation=orientation), quality=95)

    stored = store(content)

    red, _, blue = Image.open(io.BytesIO(kept(stored))).getpixel((3, 3))
    assert (stored.width, stored.height) == size
    assert ("red" if red > blue else "blue") == corner


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_ends_as_pillow_itself_would_have_it(orientation):
    picture = Image.frombytes("L", (3, 2), bytes([0, 50, 100, 150, 200, 250]))
    content = encode(picture, "PNG", exif=exif(orientation=orientation))

    upright = Image.open(io.BytesIO(kept(store(content))))

    expected = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
    assert (upright.size, upright.tobytes()) == (expected.size, expected.tobytes())


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_photo_with_broken_metadata_is_accepted():
    content = encode(two_halves("red", "blue"), exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\xff\xff\x01\x12")

    assert store(content).width == 60


# ---------------------------------------------------------------- kept once
def test_same_content_is_one_file_and_a_row_for_each_upload(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    first = store(picture_bytes(), "甲.png", actor=UserFactory())
    second = store(picture_bytes(), "乙.png", actor=UserFactory())

    assert (first.name, second.name) == ("甲.png", "乙.png")
    assert first.file.name == second.file.name
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_file_lost_from_disk_is_restored_by_the_next_upload(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    first = store(PDF, "甲.pdf")
    (tmp_path / first.file.name).unlink()

    store(PDF, "乙.pdf")

    assert kept(first) == PDF


@pytest.mark.django_db(transaction=True)
def test_full_disk_leaves_no_row(settings, tmp_path):
    (tmp_path / "files").write_text("a file where the folder should be")
    settings.MEDIA_ROOT = tmp_path

    with pytest.raises(OSError):
        store(PDF, "甲.pdf")

    assert StoredFile.objects.count() == 0
    assert connection.in_atomic_block is False


# ---------------------------------------------------------------- names
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("报告.pdf", "报告.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\王\\报告.pdf", "报告.pdf"),
        ("..", "文件.pdf"),
        (".pdf", "文件.pdf"),
        ("", "文件.pdf"),
        (None, "文件.pdf"),
        ("   ", "文件.pdf"),
        ("报告\u202efdp.exe", "报告fdp.pdf"),
        ("a\u200b\ufeffb.pdf", "ab.pdf"),
        ("报\x00告.pdf", "报告.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("a\ud800b.pdf", "ab.pdf"),
        ('引"号;.pdf', '引"号;.pdf'),
        ("年报.2015.终稿.docx", "年报.2015.终稿.pdf"),
        ("没有扩展名", "没有扩展名.pdf"),
        ("字" * 300 + ".pdf", "字" * 120 + ".pdf"),
    ],
)
def test_hostile_name_becomes_a_harmless_one(name, shown):
    assert safe_name(name, ".pdf") == shown


@given(name=st.text(max_size=400))
def test_every_name_fits_the_column_and_holds_no_control_character(name):
    shown = safe_name(name, ".pdf")

    assert shown.endswith(".pdf")
    assert 5 <= len(shown) <= 124
    assert "/" not in shown
    assert shown.isprintable() or " " in shown or "\u3000" in shown or "\xa0" in shown
    assert shown.encode().decode() == shown


def test_name_never_reaches_the_file_system():
    stored = store(PDF, "../../../tmp/evil.pdf")

    assert stored.file.name == f"files/{stored.sha256[:2]}/{stored.sha256}.pdf"
