"""Mails to an applicant, who has no account, and notices to the secretariat about applications. Registered in `apps.py`.

The link stands in the mail alone: the delivery log keeps a reference to it (`notices.private_links`).
"""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from alliance.core.dates import day_words
from alliance.core.models import User
from alliance.core.registry import Moved
from alliance.notices import deliveries, kinds, private_links
from alliance.notices.kinds import NoticeKind
from alliance.notices.services import notify, render
from members.enums import ApplicationState
from members.models import MembershipApplication

LINK = "application"
VALID_FOR = timedelta(days=30)  # of a link, since the last mail or save
GROUP = "入盟申请"
MUST_ARRIVE = "申请的办理情况须让申请单位知道。"
UNIT = {"单位": "示例新材料有限公司"}
NUMBERED = {**UNIT, "受理编号": "入盟〔2026〕3号"}


def _to_applicant(name: str, label: str, title: str, body: str, variables: dict, button: str) -> NoticeKind:
    return NoticeKind(
        name,
        label,
        GROUP,
        title=title,
        body=body,
        variables=variables,
        important=MUST_ARRIVE,
        readers_only=True,
        button=button,
    )


KINDS = (
    _to_applicant(
        "application.link",
        "入盟申请的链接",
        "您的入盟申请链接",
        "打开下面的链接，可以随时接着填写、查看办理进度。链接 {天数} 天内有效，每次保存后重新计算；"
        "持有链接的人都能看到和修改这份申请，请勿转发到群里。\n不是您本人申请的，不必理会这封邮件。",
        {"天数": "30"},
        "打开入盟申请",
    ),
    _to_applicant(
        "application.received",
        "已收到入盟申请",
        "已收到{单位}的入盟申请",
        "受理编号：{受理编号}。秘书处初审后，会把结果发到这个邮箱。",
        NUMBERED,
        "查看办理进度",
    ),
    _to_applicant(
        "application.returned",
        "入盟申请需要补正",
        "{单位}的入盟申请需要补正",
        "需要补正：{理由}\n请打开链接修改后重新提交，已填写的内容都在。",
        {**NUMBERED, "理由": "请补充营业执照扫描件。"},
        "打开并补正",
    ),
    _to_applicant(
        "application.passed",
        "入盟申请通过初审",
        "{单位}的入盟申请已通过初审",
        "受理编号：{受理编号}。申请将提交理事会审议，审议结果会发到这个邮箱。",
        NUMBERED,
        "查看办理进度",
    ),
    _to_applicant(
        "application.admitted",
        "同意入盟",
        "欢迎加入联盟：{单位}",
        "自{日期}起，贵单位成为联盟成员单位。依据：{依据}。\n秘书处会邀请贵单位的代表开通门户账号。",
        {**NUMBERED, "日期": "2026年11月20日", "依据": "第二届第三次理事会决定"},
        "查看办理结果",
    ),
    _to_applicant(
        "application.refused",
        "不予同意入盟",
        "{单位}的入盟申请未获同意",
        "理由：{理由}\n如有疑问，请与秘书处联系。",
        {**NUMBERED, "理由": "业务与联盟的领域不符。"},
        "查看办理结果",
    ),
    _to_applicant(
        "application.taken_back",
        "入盟申请已撤回",
        "{单位}的入盟申请已撤回",
        "如果不是贵单位要求撤回的，请尽快与秘书处联系。",
        NUMBERED,
        "查看申请",
    ),
    NoticeKind(
        "application.submitted",
        "收到入盟申请",
        GROUP,
        title="收到入盟申请：{单位}",
        body="受理编号：{受理编号}。请初审。",
        variables=NUMBERED,
        for_staff=True,
    ),
    NoticeKind(
        "application.withdrawn",
        "入盟申请被撤回",
        GROUP,
        title="入盟申请已撤回：{单位}",
        body="受理编号：{受理编号}。",
        variables=NUMBERED,
        for_staff=True,
    ),
)
MAILS = {
    "submit": "application.received",
    "send_back": "application.returned",
    "pass_check": "application.passed",
    "refuse": "application.refused",
}


def send_link(application: MembershipApplication) -> None:
    """The mail that leads the applicant back; each one that is asked for is a mail of its own."""
    told = {"天数": VALID_FOR.days}
    _mail(application, "application.link", f"link-{timezone.now():%Y%m%d%H%M%S%f}", told)


def extend_link(application: MembershipApplication) -> None:
    """The same link holds on: a mail that carries it goes out, or the applicant is at work."""
    application.link_until = timezone.now() + VALID_FOR
    MembershipApplication.objects.filter(pk=application.pk).update(link_until=application.link_until)


def tell_of_application(moved: Moved) -> None:
    """The applicant of what was decided, the secretariat of what it has to look at. Inside the move's transaction."""
    application = moved.obj
    told = {"单位": application.name or "申请单位", "受理编号": application.number, "理由": moved.reason}
    key = f"{moved.name}-{application.version}"
    if kind := MAILS.get(moved.name):
        _mail(application, kind, key, told)
    if moved.name == "admit":
        admission = application.admission
        decided = {"日期": day_words(admission.admitted_on), "依据": admission.basis}
        _mail(application, "application.admitted", key, {**told, **decided})
    if moved.name == "submit":
        _tell_staff(moved, "application.submitted", key, told)
    if moved.name == "withdraw" and moved.from_state != ApplicationState.DRAFT:
        _mail(application, "application.taken_back", key, told)
        _tell_staff(moved, "application.withdrawn", key, told)


def _mail(application: MembershipApplication, kind: str, key: str, values: dict) -> None:
    extend_link(application)
    title, body = render(kinds.get(kind), values)
    deliveries.put(
        address=application.email,
        key=f"application-{application.pk}-{key}",
        kind=kind,
        title=title,
        body=body,
        url=private_links.refer(LINK, application.pk),
    )


def _tell_staff(moved: Moved, kind: str, key: str, values: dict) -> None:
    application = moved.obj
    notify(
        recipients=[one for one in User.objects.secretariat() if one != moved.actor],
        key=f"application-{application.pk}-{key}",
        kind=kind,
        values=values,
        url=reverse("admin:members_membershipapplication_change", args=[application.pk]),
    )
