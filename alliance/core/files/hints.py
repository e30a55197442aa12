"""What to tell a person whose file cannot be taken: what it is, and what to do with it."""

from alliance.core.files.kinds import names_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of Office files before 2007, and of those with a password
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
OLD_OFFICE = (  # the name of a stream inside, as UTF-16
    ("EncryptedPackage", "文件设有打开密码。请取消密码后再上传。"),
    ("WordDocument", "这是旧版 Word 或 WPS 文字文件（.doc、.wps）。请打开后“另存为”.docx 格式，再上传。"),
    ("Workbook", "这是旧版 Excel 或 WPS 表格文件（.xls、.et）。请打开后“另存为”.xlsx 格式，再上传。"),
    ("PowerPoint Document", "不接受演示文稿。请另存为 PDF 后再上传。"),
)
ZIP_CONTENTS = (
    ("ppt/presentation.xml", "不接受演示文稿。请另存为 PDF 后再上传。"),
    ("OFD.xml", "不接受 OFD 文件。请转为 PDF 后再上传。"),
    ("content.xml", "请打开后“另存为”.docx 或 .xlsx 格式，再上传。"),
)
BEGINNINGS = (
    (b"GIF8", "不接受动图（GIF）。请截图，或另存为 JPG、PNG 后再上传。"),
    (b"BM", "不接受这种图片（BMP）。请另存为 JPG 或 PNG 后再上传。"),
    (b"II*\x00", "不接受这种图片（TIFF）。请另存为 JPG 或 PNG 后再上传。"),
    (b"MM\x00*", "不接受这种图片（TIFF）。请另存为 JPG 或 PNG 后再上传。"),
    (b"{\\rtf", "这是 RTF 文件。请打开后“另存为”.docx 格式，再上传。"),
    (b"Rar!", "不接受压缩包。请解压后逐个上传。"),
    (b"7z\xbc\xaf", "不接受压缩包。请解压后逐个上传。"),
    (b"\x1f\x8b", "不接受压缩包。请解压后逐个上传。"),
)


def hint_for(content: bytes) -> str:
    """One or two Chinese sentences for content that is of no kind we take."""
    if content.startswith(OLE):
        return _first_of(OLD_OFFICE, lambda name: name.encode("utf-16-le") in content) or _unknown()
    if content[4:8] == b"ftyp":
        return _hint_for_box(content[8:12])
    return _first_of(BEGINNINGS, content.startswith) or _unknown()


def hint_for_zip(names: set[str]) -> str:
    """The same for an archive with these members."""
    return _first_of(ZIP_CONTENTS, names.__contains__) or "不接受压缩包。请解压后逐个上传。"


def _hint_for_box(brand: bytes) -> str:
    if brand in HEIF_BRANDS:
        return (
            "这是苹果手机的照片格式（HEIC）。请在手机“设置—相机—格式”中选“兼容性最佳”后重拍，"
            "或将照片转为 JPG 后再上传。"
        )
    if brand in (b"avif", b"avis"):
        return "不接受这种图片（AVIF）。请另存为 JPG 或 PNG 后再上传。"
    return "不接受视频。"


def _first_of(table, fits) -> str | None:
    return next((hint for sign, hint in table if fits(sign)), None)


def _unknown() -> str:
    return f"不支持这种文件。可上传：{names_of()}。"
