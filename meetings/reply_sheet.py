"""Who replied what, as rows of a sheet: for the hotel, the cars and the invoices."""

from collections.abc import Iterable

import tablib
from django.utils import timezone

from meetings.invitations import Invitation

HEADERS = (
    "序号", "单位", "姓名", "身份", "答复", "代为参会者", "职务", "联系电话", "到达安排", "返程安排", "住宿",
    "参观", "发票抬头", "纳税人识别号", "授权委托书", "备注", "答复方式", "答复时间",
)  # fmt: skip


def reply_rows(asked: Iterable[Invitation]) -> tablib.Dataset:
    """One row for everybody asked, in printed order; who has not replied too. Post and phone are of whoever comes."""
    dataset = tablib.Dataset(headers=HEADERS)
    for number, one in enumerate(asked, 1):
        dataset.append((number, one.unit.name, one.person.name, one.role, *_said(one)))
    return dataset


def _said(one: Invitation) -> tuple:
    reply = one.reply
    if reply is None:
        return ("未回复", "", one.person.post, one.person.phone, *[""] * 10)
    sent = bool(reply.delegate_name)
    return (
        reply.get_answer_display(),
        reply.delegate_name,
        reply.delegate_post if sent else reply.post,
        reply.delegate_phone if sent else reply.phone,
        reply.arrival,
        reply.departure,
        reply.get_lodging_display(),
        "是" if reply.visits else "",
        reply.invoice_title,
        reply.invoice_number,
        ("已交" if reply.letter_id else "未交") if sent else "",
        reply.note,
        reply.get_via_display(),
        f"{timezone.localtime(reply.answered_at):%Y-%m-%d %H:%M}",
    )
