"""入盟申请: saved, checked, handed in, taken back; by the applicant over its link (`actor` None) or recorded by staff.

What the secretariat decides (退回, 通过, 不予同意) needs no more than `run_transition`; `admission.admit_unit` admits.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from alliance.core.access import require
from alliance.core.behalf import OnBehalf
from alliance.core.drafts import MAX_BYTES
from alliance.core.errors import DomainError, StaleVersion, WrongState
from alliance.core.transitions import run_transition
from alliance.core.writing import check_version, lock, save_record
from members.application_mail import extend_link
from members.enums import ApplicationState, Body
from members.models import ApplicationAttachment, ApplicationNominee, MembershipApplication
from members.services.application_checks import check_complete, check_lengths, tidy
from members.services.application_links import new_draft

LICENCE, STAMPED = "营业执照或法人证书", "盖章的申请书"
NOMINEE = ("name", "post", "title", "phone", "email", "expertise")
MOST_FILES = 10
TRIES = 5


# ---------------------------------------------------------------- the applicant
@transaction.atomic
def save_application(
    *, actor, application: MembershipApplication, version: int | None, content: dict
) -> MembershipApplication:
    """Keep what the form says. A draft may be incomplete; what is given must be right.

    `content` may have any of `MembershipApplication.CONTENT`, `nominees` ({body: {name, post …}}), `licence`, `stamped`
    (StoredFile or None) and `others` (list of StoredFile); what it does not name stays. `version` is the one that the
    form was opened with. Raises WrongState, StaleVersion, ValidationError by field.
    """
    application = lock(application)
    require(actor, "members.submit_application", application)
    _refuse_unless_editable(application)
    if _same(application, content):
        return application
    check_version(application, version)
    _write(application, content, actor)
    extend_link(application)
    return application


@transaction.atomic
def keep_typed(*, application: MembershipApplication, version: str, data: dict[str, list[str]]) -> str:
    """Autosave: keep the texts of the form beside the record, which stays as it is. Returns the time, `14:32`.

    Raises WrongState when it was handed in, StaleVersion when it was saved from another window since, DomainError when
    it is too long.
    """
    application = lock(application)
    _refuse_unless_editable(application)
    if version != str(application.version):
        raise StaleVersion("这份申请已在另一个窗口保存。")
    kept = {name: [text.replace("\x00", "") for text in texts] for name, texts in data.items()}
    if sum(len(text.encode()) for texts in kept.values() for text in texts) > MAX_BYTES:
        raise DomainError("内容过长，不能自动保存。")
    now = timezone.now()
    MembershipApplication.objects.filter(pk=application.pk).update(typed=kept, typed_at=now)
    return f"{timezone.localtime(now):%H:%M}"


@transaction.atomic
def drop_typed(*, application: MembershipApplication) -> None:
    """Forget what autosave kept; the form opens as it was saved last."""
    MembershipApplication.objects.filter(pk=application.pk).update(typed={}, typed_at=None)


@transaction.atomic
def submit_application(
    *, actor, application: MembershipApplication, behalf: OnBehalf | None = None, version: int | None = None
) -> MembershipApplication:
    """Hand in. Handed in already: nothing happens again. `version` is the one that was previewed.

    Raises ValidationError by field for what is missing, or what a present member has already.
    """
    application = lock(application)
    require(actor, "members.submit_application", application, behalf)
    if application.state == ApplicationState.SUBMITTED:
        return application
    _refuse_unless_editable(application)
    check_version(application, version)
    check_complete(application)
    _give_number(application)
    return run_transition(actor=actor, obj=application, name="submit", behalf=behalf, data=_said_by(actor))


@transaction.atomic
def withdraw_application(
    *, actor, application: MembershipApplication, reason: str = "", behalf: OnBehalf | None = None
) -> MembershipApplication:
    """Take back. Taken back already: nothing happens again."""
    application = lock(application)
    require(actor, "members.withdraw_application", application, behalf)
    if application.state == ApplicationState.WITHDRAWN:
        return application
    return run_transition(
        actor=actor,
        obj=application,
        name="withdraw",
        reason=reason.strip(),
        behalf=behalf,
        data=_said_by(actor),
    )


# ---------------------------------------------------------------- 秘书处代录
@transaction.atomic
def record_application(
    *, actor, behalf: OnBehalf, email: str, token: uuid.UUID, content: dict
) -> MembershipApplication:
    """An application that came on paper or by mail, handed in at once. The same `token` again gives the first one.

    Its results, and a link to it, go to `email`. Raises as `submit_application`, BehalfError about `behalf`.
    """
    existing = MembershipApplication.objects.filter(form_token=token).first()
    if existing is not None:
        require(actor, "members.submit_application", existing, behalf)
        return existing
    application = new_draft(email=email.strip().lower(), token=token)
    require(actor, "members.submit_application", application, behalf)
    _write(application, content, actor)
    return submit_application(actor=actor, application=application, behalf=behalf)


@transaction.atomic
def record_correction(
    *, actor, behalf: OnBehalf, application: MembershipApplication, version: int | None, content: dict
) -> MembershipApplication:
    """What the applicant corrected or finished and sent by other ways: written and handed in at once."""
    application = lock(application)
    require(actor, "members.submit_application", application, behalf)
    if application.state == ApplicationState.SUBMITTED and _same(application, content):
        return application
    _refuse_unless_editable(application)
    check_version(application, version)
    _write(application, content, actor)
    return submit_application(actor=actor, application=application, behalf=behalf)


# ---------------------------------------------------------------- what it says
def content_of(application: MembershipApplication) -> dict:
    """What `save_application` takes, as it is stored."""
    nominees = {one.body: one for one in application.nominees.all()} if application.pk else {}
    papers = list(application.attachments.select_related("stored")) if application.pk else []
    return {
        **{name: getattr(application, name) for name in MembershipApplication.CONTENT},
        "nominees": {
            body.value: {name: getattr(nominees.get(body.value), name, "") for name in NOMINEE}
            for body in Body.nominated()
        },
        "licence": next((one.stored for one in papers if one.title == LICENCE), None),
        "stamped": next((one.stored for one in papers if one.title == STAMPED), None),
        "others": [one.stored for one in papers if one.title not in (LICENCE, STAMPED)],
    }


def _same(application: MembershipApplication, content: dict) -> bool:
    stored = content_of(application)
    return not application.typed and all(
        stored[name] == value for name, value in {**content, **tidy(content)}.items()
    )


def _write(application: MembershipApplication, content: dict, actor) -> None:
    content = {**content, **tidy(content)}
    check_lengths(content)
    for name in MembershipApplication.CONTENT:
        if name in content:
            setattr(application, name, content[name])
    application.typed, application.typed_at = {}, None
    save_record(application, actor=actor)
    _write_nominees(application, content.get("nominees", {}))
    if any(name in content for name in ("licence", "stamped", "others")):
        _write_papers(application, {**content_of(application), **content})


def _write_nominees(application: MembershipApplication, nominees: dict[str, dict]) -> None:
    """One for each body; a body without a name has none yet. Errors stand at `<body>_<field>`."""
    wrong = {}
    for body, said in nominees.items():
        row = application.nominees.filter(body=body).first()
        if not any(said.values()):
            application.nominees.filter(body=body).delete()
            continue
        row = row or ApplicationNominee(application=application, body=body)
        for name in NOMINEE:
            setattr(row, name, said.get(name, ""))
        try:
            row.full_clean(exclude=["application"])
        except ValidationError as invalid:
            wrong |= {f"{body}_{name}": texts for name, texts in invalid.message_dict.items()}
            continue
        row.save()
    if wrong:
        raise ValidationError(wrong)


def _write_papers(application: MembershipApplication, content: dict) -> None:
    if len(content["others"]) > MOST_FILES:
        raise DomainError(f"其他材料最多 {MOST_FILES} 个文件。", field="others")
    papers = [(LICENCE, content["licence"]), (STAMPED, content["stamped"])]
    papers += [("", stored) for stored in content["others"]]
    application.attachments.all().delete()
    ApplicationAttachment.objects.bulk_create(
        ApplicationAttachment(application=application, title=title, stored=stored, order=order)
        for order, (title, stored) in enumerate(papers)
        if stored is not None
    )


def _refuse_unless_editable(application: MembershipApplication) -> None:
    if not application.is_editable:
        raise WrongState(f"当前状态为“{application.get_state_display()}”，不能再修改。")


def _said_by(actor) -> dict:
    return {"by_link": "申请单位"} if actor is None else {}


def _give_number(application: MembershipApplication) -> None:
    """受理编号, consecutive in the year; of two at once the second takes the next one."""
    if application.number:
        return
    year = timezone.localdate().year
    for _ in range(TRIES):
        number = f"入盟〔{year}〕{_last_number(year) + 1}号"
        try:
            with transaction.atomic():
                MembershipApplication.objects.filter(pk=application.pk).update(number=number)
        except IntegrityError:
            continue
        application.number = number
        return
    raise DomainError("现在提交的人较多，请稍后再提交一次。")


def _last_number(year: int) -> int:
    start = f"入盟〔{year}〕"
    given = MembershipApplication.objects.filter(number__startswith=start).values_list("number", flat=True)
    return max((int(number.removeprefix(start).removesuffix("号")) for number in given), default=0)
