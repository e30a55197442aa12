"""What may be uploaded: kinds, sizes and names of files, told in one place, and what to say about the others."""

from alliance.core.enums import FileKind

MB = 1 << 20
MAX_BYTES = {
    FileKind.PICTURE: 20 * MB,
    FileKind.PDF: 50 * MB,
    FileKind.WORD: 20 * MB,
    FileKind.SHEET: 20 * MB,
}
# Name for a person, endings they know it by.
SPOKEN = {
    FileKind.PICTURE: ("图片", "JPG、PNG"),
    FileKind.PDF: ("PDF", ""),
    FileKind.WORD: ("Word", ".docx"),
    FileKind.SHEET: ("Excel", ".xlsx"),
}
# For the `accept` of an input. With image/jpeg and without HEIC an iPhone converts its photos by itself.
ACCEPTED = {
    FileKind.PICTURE: "image/jpeg,image/png,image/webp,.jpg,.jpeg,.png,.webp",
    FileKind.PDF: "application/pdf,.pdf",
    FileKind.WORD: ".docx,application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.SHEET: ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def describe_kinds(kinds=tuple(FileKind)) -> str:
    """What a file field takes, said beforehand: 可上传 PDF、图片（JPG、PNG）文件，每个不超过 20 MB。"""
    kinds = [FileKind(kind) for kind in kinds]
    sizes = {MAX_BYTES[kind] for kind in kinds}
    if len(sizes) == 1:
        return f"可上传{_beside_chinese(names_of(kinds))}文件，每个不超过 {sizes.pop() // MB} MB。"
    each = "、".join(_named(kind, f"不超过 {MAX_BYTES[kind] // MB} MB") for kind in kinds)
    return f"可上传{_beside_chinese(each)}文件。"


def accept_of(kinds=tuple(FileKind)) -> str:
    """The `accept` attribute of an `<input type="file">` for these kinds."""
    return ",".join(ACCEPTED[FileKind(kind)] for kind in kinds)


def names_of(kinds=tuple(FileKind)) -> str:
    """The kinds in a sentence: 图片（JPG、PNG）、PDF、Word（.docx）."""
    return "、".join(_named(FileKind(kind)) for kind in kinds)


def name_of(kind) -> str:
    """One kind inside Chinese words: 图片, but PDF with spaces around it."""
    return _beside_chinese(SPOKEN[FileKind(kind)][0])


def _beside_chinese(words: str) -> str:
    """With the space that stands between Chinese and Latin letters."""
    return f"{' ' * words[0].isascii()}{words}{' ' * words[-1].isascii()}"


def _named(kind: FileKind, *notes: str) -> str:
    name, endings = SPOKEN[kind]
    inside = "，".join(filter(None, (endings, *notes)))
    return f"{name}（{inside}）" if inside else name
