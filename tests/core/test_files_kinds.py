"""What a form says beforehand, and what somebody is told whose file is of another kind."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from alliance.core.enums import FileKind
from alliance.core.errors import BadFile
from alliance.core.files.kinds import MAX_BYTES, accept_of, describe_kinds
from alliance.core.files.store import recognise, store_file
from tests.core.uploads import encode, office
from tests.factories import picture_bytes

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(64)


def box(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + bytes(40)


def archive(*names: str) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return output.getvalue()


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ((FileKind.PICTURE,), "可上传图片（JPG、PNG）文件，每个不超过 20 MB。"),
        ((FileKind.PDF,), "可上传 PDF 文件，每个不超过 50 MB。"),
        (("word", "sheet"), "可上传 Word（.docx）、Excel（.xlsx）文件，每个不超过 20 MB。"),
        (
            (FileKind.PDF, FileKind.PICTURE),
            "可上传 PDF（不超过 50 MB）、图片（JPG、PNG，不超过 20 MB）文件。",
        ),
    ],
)
def test_field_says_kinds_and_sizes_beforehand(kinds, words):
    assert describe_kinds(kinds) == words


def test_every_kind_has_a_size_a_name_and_endings():
    assert set(MAX_BYTES) == set(FileKind)
    assert all(describe_kinds((kind,)) and accept_of((kind,)) for kind in FileKind)


def test_picture_field_does_not_take_the_iphone_format_so_that_the_phone_converts():
    assert "image/jpeg" in accept_of((FileKind.PICTURE,))
    assert "image/*" not in accept_of((FileKind.PICTURE,))
    assert "heic" not in accept_of()


@pytest.mark.parametrize(
    ("content", "begins"),
    [
        (ole("WordDocument"), "这是旧版 Word 或 WPS 文字文件（.doc、.wps）。请打开后“另存为”.docx"),
        (ole("Workbook"), "这是旧版 Excel 或 WPS 表格文件（.xls、.et）。请打开后“另存为”.xlsx"),
        (ole("PowerPoint Document"), "不接受演示文稿。"),
        (ole("EncryptedPackage"), "文件设有打开密码。"),
        (OLE, "不支持这种文件。可上传："),
        (box(b"heic"), "这是苹果手机的照片格式（HEIC）。"),
        (box(b"mif1"), "这是苹果手机的照片格式（HEIC）。"),
        (box(b"avif"), "不接受这种图片（AVIF）。"),
        (box(b"isom"), "不接受视频。"),
        (encode(Image.new("RGB", (9, 9)), "BMP"), "不接受这种图片（BMP）。"),
        (encode(Image.new("RGB", (9, 9)), "TIFF"), "不接受这种图片（TIFF）。"),
        (b"{\\rtf1 text}", "这是 RTF 文件。"),
        (b"Rar!\x1a\x07\x00", "不接受压缩包。"),
        (archive("ppt/presentation.xml"), "不接受演示文稿。"),
        (archive("OFD.xml"), "不接受 OFD 文件。"),
        (archive("content.xml", "mimetype"), "请打开后“另存为”.docx"),
        (archive("照片.jpg"), "不接受压缩包。"),
        (b"\xff", "不支持这种文件。可上传："),
    ],
)
def test_refused_file_is_told_what_it_is_and_what_to_do(content, begins):
    with pytest.raises(BadFile) as refused:
        recognise(content)

    assert refused.value.message.startswith(begins)
    assert refused.value.message.endswith("。")


def test_moving_pictures_are_refused_and_a_moving_png_keeps_its_first():
    frames = [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue")]

    with pytest.raises(BadFile) as refused:
        recognise(encode(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    kept = recognise(encode(frames[0], "PNG", save_all=True, append_images=frames[1:]))

    assert refused.value.message == "不接受动图（GIF）。请截图，或另存为 JPG、PNG 后再上传。"
    picture = Image.open(io.BytesIO(kept.content))
    assert (getattr(picture, "n_frames", 1), picture.convert("RGB").getpixel((5, 5))) == (1, (255, 0, 0))


@pytest.mark.parametrize("macros", ["word/vbaProject.bin", "xl/vbaProject.bin"])
def test_office_file_with_macros_is_refused(macros):
    marker = "word/document.xml" if macros.startswith("word") else "xl/workbook.xml"
    content = io.BytesIO(office(marker))
    with zipfile.ZipFile(content, "a") as file:
        file.writestr(macros, "x")

    with pytest.raises(BadFile) as refused:
        recognise(content.getvalue())

    assert refused.value.message.startswith("文件带有宏。")


@pytest.mark.django_db
def test_refusal_of_another_kind_quotes_what_the_field_takes():
    upload = SimpleUploadedFile("图.png", picture_bytes())

    with pytest.raises(BadFile) as refused:
        store_file(actor=None, upload=upload, kinds=(FileKind.WORD, FileKind.SHEET))

    assert refused.value.message == (
        "这里不接受图片文件。可上传 Word（.docx）、Excel（.xlsx）文件，每个不超过 20 MB。"
    )
