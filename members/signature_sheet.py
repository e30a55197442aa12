"""The table of signatures as rows of a sheet."""

from collections.abc import Iterable

import tablib
from django.utils import timezone

HEADERS = ("单位名称", "状态", "签署人", "授权代表", "签署日期", "扫描件", "确认时间", "说明")


def signature_rows(lines: Iterable) -> tablib.Dataset:
    """`lines` have unit, signature (or None) and state."""
    dataset = tablib.Dataset(headers=HEADERS)
    for line in lines:
        dataset.append((line.unit.name, line.state, *_facts(line.signature)))
    return dataset


def _facts(signature) -> tuple:
    if signature is None:
        return ("",) * (len(HEADERS) - 2)
    confirmed = timezone.localtime(signature.confirmed_at) if signature.confirmed_at else None
    return (
        signature.signatory,
        "是" if signature.authorised else "否",
        f"{signature.signed_on:%Y-%m-%d}" if signature.signed_on else "未载明",
        signature.scan.name if signature.scan else "",
        f"{confirmed:%Y-%m-%d %H:%M}" if confirmed else "",
        signature.note,
    )
