"""投稿: what a unit sends in for the bulletin becomes a draft article, which the secretariat edits and publishes."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape

from alliance.core import audit
from alliance.core.access import require
from alliance.core.behalf import OnBehalf
from alliance.core.errors import DomainError
from alliance.core.writing import lock, save_record
from bulletins.models import Article
from members.models import Unit

USED_FORM = "这份表单已失效，请重新打开后填写。"


@transaction.atomic
def contribute_article(
    *, actor, unit: Unit, token: uuid.UUID, content: dict, behalf: OnBehalf | None = None
) -> Article:
    """Send in an article of `unit`. `content`: headline, category, text, signature, happened_on (date or None).

    `text` is plain: a line is a paragraph. With `behalf` the secretariat (`actor`) records what came to it. The same
    `token` again returns the article that it made. Raises ValidationError by field.
    """
    lock(unit)  # forms sent at the same moment come one after another
    existing = Article.objects.filter(form_token=token).first()
    if existing is not None:
        if (existing.created_by_id, existing.unit_id) != (actor.pk, unit.pk):
            raise DomainError(USED_FORM)
        return existing
    happened_on: date | None = content.get("happened_on")
    article = Article(
        unit=unit,
        form_token=token,
        created_by=actor,
        is_example=unit.is_example,
        category=content["category"],
        headline=content["headline"],
        body=as_paragraphs(content["text"]),
        signature=content.get("signature") or "",
        happened_on=happened_on,
        year=(happened_on or timezone.localdate()).year,
    )
    require(actor, "bulletins.contribute_article", article, behalf)
    save_record(article, actor=actor)
    audit.record(
        actor=actor,
        obj=article,
        action="bulletins.article.contribute",
        label="投稿",
        to_state=article.state,
        behalf=behalf,
    )
    return article


def as_paragraphs(text: str) -> str:
    """Plain text as the HTML of an article: `甲\\n乙` → `<p>甲</p>\\n<p>乙</p>`."""
    return "\n".join(f"<p>{escape(line.strip())}</p>" for line in text.splitlines() if line.strip())
