"""Who paid and who owes, as rows of a sheet; sums are numbers."""

from collections.abc import Iterable

import tablib

from members.models import DuesNotice


def round_rows(notices: Iterable[DuesNotice]) -> tablib.Dataset:
    """One row for each unit of a round."""
    dataset = tablib.Dataset(
        headers=("单位名称", "应缴（元）", "减免（元）", "已缴（元）", "尚欠（元）", "减免原因")
    )
    for each in notices:
        dataset.append((each.unit.name, each.amount, each.waived, each.paid, each.owed, each.waived_reason))
    return dataset


def arrears_rows(units: Iterable[tuple]) -> tablib.Dataset:
    """One row for each unit and year with something to pay; `units` as `arrears` gives them."""
    dataset = tablib.Dataset(headers=("单位名称", "年度", "应缴（元）", "已缴（元）", "尚欠（元）"))
    for unit, notices, _ in units:
        for each in notices:
            dataset.append((unit.name, each.round.year, each.amount - each.waived, each.paid, each.owed))
    return dataset
