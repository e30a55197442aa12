"""Errors of the print engine: each carries a sentence a person can act on."""

FALLBACK_ARTICLE = "正文"


def place(article: str) -> str:
    """The name of an article as it is put in front of a message; "" stands for the document itself."""
    return f"稿件《{article}》" if article and article != FALLBACK_ARTICLE else FALLBACK_ARTICLE


class PrintError(Exception):
    """A document cannot be printed.

    ``message`` is a whole sentence in simplified Chinese, fit to be shown to a member of staff.
    ``article`` is the article it concerns, or "" when it concerns the document as a whole.
    """

    def __init__(self, message: str, *, article: str = ""):
        super().__init__(message)
        self.message = message
        self.article = article


class FontMissing(PrintError):
    """A font the print templates rely on is not installed; never replaced silently."""

    def __init__(self, family: str, package: str):
        super().__init__(f"缺少字体“{family}”，请安装 Debian 软件包 {package} 后重试。")
        self.family = family
        self.package = package


class MissingGlyphs(PrintError):
    """No font of the house has these characters; they would be printed as boxes."""

    def __init__(self, characters, *, article: str = ""):
        self.characters = list(characters)
        shown = "、".join(_show(character) for character in self.characters[:10])
        more = f" 等 {len(self.characters)} 个" if len(self.characters) > 10 else ""
        super().__init__(
            f"{place(article)}中有字库里没有的字符：{shown}{more}，请改用其他写法。", article=article
        )


class ResourceRefused(PrintError):
    """An address outside the document's own pictures and static files was asked for."""

    def __init__(self, url: str, *, article: str = "", reason: str = "只能使用本站上传的图片"):
        super().__init__(f"{place(article)}引用了不允许的地址“{shorten(url)}”：{reason}。", article=article)
        self.url = url


class ResourceMissing(PrintError):
    """A picture that the document names does not exist (any more)."""

    def __init__(self, url: str, *, article: str = ""):
        super().__init__(
            f"{place(article)}中的图片“{shorten(url)}”找不到，请重新上传或删去。", article=article
        )
        self.url = url


class TooComplex(PrintError):
    """The content exceeds a limit that protects the worker's time and memory."""

    def __init__(self, what: str, *, article: str = ""):
        super().__init__(f"{place(article)}的内容过于复杂：{what}。请简化后重试。", article=article)
        self.what = what


def _show(character: str) -> str:
    code = f"U+{ord(character):04X}"
    return f"{character}（{code}）" if character.isprintable() else code


def shorten(text: str, limit: int = 80) -> str:
    """``text`` on one line and cut to ``limit`` characters, for a message."""
    text = "".join(character if character.isprintable() else " " for character in text)
    return text if len(text) <= limit else text[: limit - 1] + "…"
