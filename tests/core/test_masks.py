"""Personal data shown in part."""

import pytest

from alliance.core.masks import masked_email, masked_phone


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138 **** 5678"),
        ("+8613812345678", "+861******5678"),
        ("0812-3380123", "081*-***0123"),
        ("3380123", "*****23"),
        ("13812345678、0812-3380123", "138****5678、081*-***0123"),
        ("12", "*2"),
        ("", ""),
        ("无", "无"),
    ],
)
def test_number_is_recognised_but_cannot_be_dialled(phone, shown):
    assert masked_phone(phone) == shown


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("zhang@example.com", "z****@example.com"),
        ("z@example.com", "z****@example.com"),
        ("a@b@example.com", "a****@example.com"),
        ("张三@example.com", "张****@example.com"),
        ("", ""),
        ("没有", ""),
        ("@example.com", ""),
    ],
)
def test_address_is_recognised_but_cannot_be_written_to(email, shown):
    assert masked_email(email) == shown
