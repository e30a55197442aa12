"""稿件: start, save, hand in, take back. What staff decide (采用, 退回, 发布, 撤下) needs no more than `run_transition`.

With `behalf` the secretariat (`actor`) records what a unit sent in by other ways (`core.behalf`).
"""

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from alliance.core import audit
from alliance.core.access import require
from alliance.core.behalf import OnBehalf
from alliance.core.enums import FileKind
from alliance.core.errors import DomainError, WrongState
from alliance.core.transitions import run_transition
from alliance.core.writing import check_version, lock, save_record
from bulletins.enums import ArticleState, CallState
from bulletins.models import Article, ArticleAttachment, ArticlePicture
from bulletins.sanitise import as_paragraphs, tidy_body
from members.models import Unit

USED_FORM = "这份表单已失效，请重新打开后填写。"
FIELDS = (
    *("category", "headline", "toc_title", "lead", "body", "signature"),
    *("happened_on", "meeting", "solicitation", "call"),
)
PICTURE = ("stored", "caption", "alt", "credit", "place", "after")
MOST_PICTURES = 30


@transaction.atomic
def start_article(
    *,
    actor,
    unit: Unit | None,
    token: uuid.UUID,
    content: dict,
    version: int | None = None,
    hand_in: bool = False,
    behalf: OnBehalf | None = None,
) -> Article:
    """Begin an article of `unit` (None: the secretariat's own) with `content`, and hand it in at once if `hand_in`.

    `content` as for `save_article`. The same `token` again, from a second click or tab, goes on with the article that
    it made; `version` is then the one that the person has seen. Raises NotAllowed, DomainError, ValidationError by field.
    """
    if unit is not None:
        lock(unit)  # forms sent at the same moment come one after another
    existing = Article.objects.filter(form_token=token).first()
    if existing is not None:
        _check_same_form(existing, actor, unit)
        if behalf is not None:  # what was recorded is handed in already
            return existing
        return save_article(
            actor=actor, article=existing, version=version or 1, content=content, hand_in=hand_in
        )
    article = Article(
        unit=unit,
        form_token=token,
        created_by=actor,
        is_example=unit.is_example if unit else any(one.is_example for one in content.get("events", ())),
        year=year_of(content),
    )
    require(actor, "bulletins.contribute_article", article, behalf)
    _write(article, content)
    save_record(article, actor=actor)
    _write_related(article, content)
    if behalf is None:  # what came on paper and is handed in at once was never a draft
        audit.record(actor=actor, obj=article, action="bulletins.article.start", label="新建草稿")
    return submit_article(actor=actor, article=article, behalf=behalf) if hand_in else article


@transaction.atomic
def save_article(
    *, actor, article: Article, version: int | None, content: dict, hand_in: bool = False
) -> Article:
    """Change a draft or returned article, and hand it in if `hand_in`. Saying what is already so changes nothing.

    `content` may have any of FIELDS, `events` (list of Event), `pictures` (list of dicts with the names of PICTURE, in
    print order) and `attachments` (list of StoredFile); what it does not name stays. The HTML is brought to the
    allow-list. `version` is the one the form was opened with: StaleVersion when somebody else has written since.
    """
    article = lock(article)
    require(actor, "bulletins.contribute_article", article)
    if not holds(article, content):
        if not article.editable_by_its_unit:
            raise WrongState(f"当前状态为“{article.get_state_display()}”，不能再修改。")
        check_version(article, version)
        article.year = year_of({"happened_on": article.happened_on, "call": article.call} | content)
        _write(article, content)
        save_record(article, actor=actor)
        _write_related(article, content)
    return submit_article(actor=actor, article=article) if hand_in else article


@transaction.atomic
def submit_article(
    *, actor, article: Article, version: int | None = None, behalf: OnBehalf | None = None
) -> Article:
    """Hand in. Already handed in: nothing happens again. `version` is the one the person has read.

    Raises ValidationError at `pictures` for one that says nothing about itself.
    """
    article = lock(article)
    require(actor, "bulletins.submit_article", article, behalf)
    if article.state == ArticleState.SUBMITTED:
        return article
    check_version(article, version)
    _check_pictures(article)
    return run_transition(actor=actor, obj=article, name="submit", behalf=behalf)


@transaction.atomic
def withdraw_article(*, actor, article: Article) -> Article:
    """Take back what the secretariat has not decided on yet. A draft already: nothing happens again."""
    article = lock(article)
    require(actor, "bulletins.submit_article", article)
    if article.state == ArticleState.DRAFT:
        return article
    return run_transition(actor=actor, obj=article, name="withdraw")


def contribute_article(
    *, actor, unit: Unit, token: uuid.UUID, content: dict, behalf: OnBehalf | None = None
) -> Article:
    """An article of `unit` in plain text, handed in at once: what reaches the secretariat and is recorded for a unit.

    `content`: headline, category, text (a line is a paragraph), and if there are signature, happened_on, call.
    """
    text = as_paragraphs(content["text"])
    kept = {name: content[name] for name in FIELDS if content.get(name)}
    return start_article(
        actor=actor, unit=unit, token=token, content={**kept, "body": text}, hand_in=True, behalf=behalf
    )


# ---------------------------------------------------------------- what an article says
def year_of(content: dict) -> int:
    """The year of the bulletin that it belongs to: of the call, else of what it tells of, else this one."""
    call, day = content.get("call"), content.get("happened_on")
    if call is not None:
        return call.year
    return day.year if isinstance(day, date) else timezone.localdate().year


def content_of(article: Article) -> dict:
    """What `save_article` takes, as it is stored."""
    return {
        **{name: getattr(article, name) for name in FIELDS},
        "events": list(article.events.all()),
        "pictures": [
            {name: getattr(picture, name) for name in PICTURE}
            for picture in article.pictures.select_related("stored")
        ],
        "attachments": [one.stored for one in article.attachments.select_related("stored")],
    }


def holds(article: Article, content: dict) -> bool:
    """Whether it says all of that already."""
    stored = content_of(article)
    if "body" in content:
        content = {**content, "body": tidy_body(content["body"])}
        stored["body"] = tidy_body(stored["body"])
    if "events" in content:
        content = {**content, "events": _by_key(content["events"])}
        stored["events"] = _by_key(stored["events"])
    return all(stored[name] == value for name, value in content.items())


def _by_key(records) -> list[int]:
    return sorted(record.pk for record in records)


def _write(article: Article, content: dict) -> None:
    """Only what a unit writes: state, unit and whatever else a request may carry are never among it."""
    for name in FIELDS:
        if name in content:
            setattr(article, name, content[name])
    article.body = tidy_body(article.body)
    call = article.call
    if call is not None and call.state == CallState.DRAFT:
        raise DomainError("这次征稿还没有开始。", field="call")


def _write_related(article: Article, content: dict) -> None:
    if "events" in content:
        article.events.set(content["events"])
    if "pictures" in content:
        _write_pictures(article, content["pictures"])
    if "attachments" in content:
        _write_attachments(article, content["attachments"])


def _write_pictures(article: Article, rows: list[dict]) -> None:
    if len(rows) > MOST_PICTURES:
        raise DomainError(f"一篇稿件最多 {MOST_PICTURES} 张图片。", field="pictures")
    article.pictures.all().delete()
    for order, row in enumerate(rows):
        picture = ArticlePicture(
            article=article, order=order, **{name: row[name] for name in PICTURE if name in row}
        )
        if picture.stored.kind != FileKind.PICTURE:
            raise DomainError(f"“{picture.stored.name}”不是图片。", field="pictures")
        try:
            picture.full_clean(exclude=["article"])
        except ValidationError as wrong:
            said = "；".join(wrong.messages)
            raise ValidationError({"pictures": f"第 {order + 1} 张图片：{said}"}) from None
        picture.save()


def _write_attachments(article: Article, files: list) -> None:
    """A name that was given to a file in the admin stays with it."""
    titles = {one.stored_id: one.title for one in article.attachments.all()}
    article.attachments.all().delete()
    ArticleAttachment.objects.bulk_create(
        ArticleAttachment(article=article, stored=stored, title=titles.get(stored.pk, ""), order=order)
        for order, stored in enumerate(files)
    )


def _check_pictures(article: Article) -> None:
    silent = [
        number
        for number, picture in enumerate(article.pictures.all(), start=1)
        if not (picture.caption or picture.alt)
    ]
    if silent:
        places = "、".join(map(str, silent))
        raise ValidationError({"pictures": f"第 {places} 张图片还没有图注。请写明时间、地点、人物或内容。"})


def _check_same_form(existing: Article, actor, unit: Unit | None) -> None:
    """A token from somebody else's form tells nothing about what that form made."""
    if (existing.created_by_id, existing.unit_id) != (actor.pk, unit.pk if unit else None):
        raise DomainError(USED_FORM)
