"""Telling people."""

from django.db import transaction
from django.utils import timezone

from alliance.notices import deliveries, kinds, wording
from alliance.notices.kinds import GENERAL, NoticeKind
from alliance.notices.models import Notice, NoticeTemplate, RobotChannel
from alliance.notices.models.notice import TITLE
from alliance.notices.preferences import without_mail

MAIL_OFF = "收件人关闭了这类邮件。"


@transaction.atomic
def notify(
    *,
    recipients,
    key: str,
    title: str = "",
    body: str = "",
    url: str = "",
    kind: str = GENERAL,
    values: dict | None = None,
) -> int:
    """Tell each of `recipients` (users) once; return how many had not been told yet.

    Call it inside the transaction of the act: nothing is sent unless that commits. `key` names the occasion,
    e.g. `proposal-12-submitted`; the same key is never told twice to the same person, nor to the same group.

    Either give `title` and `body`, or give `values` for the placeholders of the kind's template, e.g.
    `kind="projects.submitted", values={"对象": proposal, "单位": unit}`. `url` is a path of the portal. Raises
    KeyError for a kind that no app has registered (`alliance.notices.kinds.register`).
    """
    known = kinds.get(kind)
    if values is not None:
        title, body = render(known, values)
    told = {"key": key, "title": wording.one_line(title, TITLE), "body": body, "url": url, "kind": kind}
    users = list({user.pk: user for user in recipients if user and user.is_active}.values())
    off = without_mail(known, users)
    count = sum(_tell(user, told, MAIL_OFF if user.pk in off else "") for user in users)
    if known.to_groups:
        _tell_groups(known, told)
    return count


def render(kind: NoticeKind, values: dict) -> tuple[str, str]:
    """Title and body in the words of the kind's template."""
    words = words_of(kind)
    return wording.fill(words["title"], values), wording.fill(words["body"], values)


def words_of(kind: NoticeKind) -> dict[str, str]:
    """The texts of a kind: what staff wrote, else what came with the portal."""
    template = NoticeTemplate.objects.filter(kind=kind.name).first()
    return {
        part: getattr(template, part, "") or getattr(kind, part) for part in ("title", "body", "group_text")
    }


def _tell(user, told: dict, skipped: str) -> bool:
    """In the portal and by e-mail; False when this person knows already."""
    values = {name: told[name] for name in ("kind", "title", "body", "url")}
    notice, created = Notice.objects.get_or_create(recipient=user, key=told["key"], defaults=values)
    if created:
        notice.mail = deliveries.put(recipient=user, skipped=skipped, **told)
        notice.save(update_fields=["mail"])
    return created


def _tell_groups(kind: NoticeKind, told: dict) -> None:
    """Through every robot that repeats this kind; never at night, when a group's phones would all ring."""
    not_before = deliveries.after_quiet(timezone.now())
    for robot in RobotChannel.objects.filter(is_active=True):
        if kind.name in robot.kinds:
            deliveries.put(robot=robot, not_before=not_before, **told)
