"""从 Word 导入: a document becomes a draft, its pictures stored as any upload, what stayed behind kept with the act."""

import io
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from alliance.core import audit
from alliance.core.access import require
from alliance.core.enums import FileKind
from alliance.core.errors import BadFile, DomainError
from alliance.core.files.store import store_file
from alliance.core.models import StoredFile
from bulletins.models import Article
from bulletins.services.articles import start_article
from bulletins.word_in.article import WordArticle, WordPicture, read_docx
from bulletins.word_in.imports import ACTION
from members.models import Unit

MAX_HEADLINE = Article._meta.get_field("headline").max_length
MAX_PIXELS = 400_000_000  # of all pictures together: each is decoded and written anew
NO_TEXT = "文档里只有图片，没有文字。请在编辑页新建稿件并上传图片。"


def import_article(
    *, actor, unit: Unit | None, token: uuid.UUID, category: str, document: StoredFile
) -> Article:
    """A draft of `unit` (None: the secretariat's own) from a stored Word document. The same `token` again: the same draft.

    What could not be carried over stands in the act's notes (`word_in.imports.import_of`). Raises DomainError at
    `document` for what cannot be read, NotAllowed. The document is read before the transaction, which it would hold.
    """
    require(actor, "bulletins.contribute_article", Article(unit=unit))
    existing = Article.objects.filter(form_token=token, created_by=actor, unit=unit).first()
    if existing is not None:
        return existing
    with document.file.open("rb") as file:
        data = file.read()
    try:
        found = read_docx(data)
    except BadFile as refused:
        raise DomainError(refused.message, field="document") from None
    if not found.body_html:
        raise DomainError(NO_TEXT, field="document")
    return _keep(actor=actor, unit=unit, token=token, category=category, document=document, found=found)


@transaction.atomic
def _keep(*, actor, unit, token, category: str, document: StoredFile, found: WordArticle) -> Article:
    pictures, refused = _stored(actor, found.pictures)
    content = {
        "category": category,
        "headline": (found.headline or document.name.rpartition(".")[0])[:MAX_HEADLINE],
        "body": found.body_html,
        "signature": found.signature,
        "pictures": pictures,
    }
    article = start_article(actor=actor, unit=unit, token=token, content=content)
    audit.record(
        actor=actor,
        obj=article,
        action=ACTION,
        label="从 Word 导入",
        data={"document": document.pk, "name": document.name, "notes": [*refused, *found.notes]},
    )
    return article


def _stored(actor, pictures: list[WordPicture]) -> tuple[list[dict], list[str]]:
    """Rows for `save_article`, and a sentence for each picture that our files do not take."""
    rows, refused = [], []
    left = MAX_PIXELS
    for number, picture in enumerate(pictures, start=1):
        left -= _pixels(picture.data)
        if left < 0:
            refused.append(f"第 {number} 张图片没有导入：图片合计过大。请缩小后在编辑页添加。")
            continue
        upload = SimpleUploadedFile(picture.name, picture.data)
        try:
            stored = store_file(actor=actor, upload=upload, kinds=[FileKind.PICTURE])
        except BadFile as error:
            refused.append(f"第 {number} 张图片没有导入：{error.message}")
            continue
        rows.append(
            {
                "stored": stored,
                "caption": picture.caption,
                "alt": picture.alt,
                "credit": "",
                "place": picture.place,
                "after": picture.after,
            }
        )
    return rows, refused


def _pixels(data: bytes) -> int:
    """As the header says; what it is worth is judged by `store_file`."""
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG", "PNG", "WEBP"]) as picture:
            return picture.width * picture.height
    except Exception:  # on broken bytes decoders raise whatever comes to hand
        return 0
