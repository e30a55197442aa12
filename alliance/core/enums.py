"""Kinds of stored files and the qualifiers of reported counts."""

from django.db import models


class FileKind(models.TextChoices):
    PICTURE = "picture", "图片"
    PDF = "pdf", "PDF 文件"
    WORD = "word", "Word 文件"
    SHEET = "sheet", "Excel 文件"


class Qualifier(models.TextChoices):
    """How a reported number was qualified in print: 40余人, 近百名, 约, 10多 (design §3, counts as reported)."""

    EXACT = "", "（确数）"
    MORE = "余", "余"
    NEARLY = "近", "近"
    ABOUT = "约", "约"
    OVER = "多", "多"

    def beside(self, number) -> str:
        """The number with its qualifier where Chinese puts it: 近100, 约300, but 40余, 10多."""
        return f"{self}{number}" if self in (Qualifier.NEARLY, Qualifier.ABOUT) else f"{number}{self}"


class Channel(models.TextChoices):
    """How a member's act reached the secretariat."""

    PHONE = "phone", "电话"
    WECHAT = "wechat", "微信"
    MAIL = "mail", "电子邮件"
    PAPER = "paper", "纸质材料"
    IN_PERSON = "in_person", "当面"
