"""Money in yuan to the fen: Decimal, never a float; how it is written in figures and in 大写."""

from decimal import Decimal, InvalidOperation

import cn2an

from alliance.core.errors import DomainError

FEN = Decimal("0.01")
MOST = Decimal("9999999999.99")  # of one act: ten digits before the point


def yuan_of(fen: int | None) -> Decimal:
    """Yuan with two decimals of a whole number of fen; None, of no row at all, is nothing."""
    return (Decimal(fen or 0) / 100).quantize(FEN)


def figures(amount: Decimal) -> str:
    """1,234,567.50; less than nothing with a minus before it."""
    return f"{amount.quantize(FEN):,}"


def in_words(amount: Decimal) -> str:
    """壹佰贰拾叁元肆角整, as sums are written on vouchers. Up to 15 digits before the point."""
    amount = Decimal(amount).quantize(FEN)
    if amount < 0:
        return f"负{in_words(-amount)}"
    words = cn2an.an2cn(str(amount.normalize() if amount % 1 else amount.to_integral()), "rmb")
    return words if words.endswith(("整", "分")) else f"{words}整"


def checked_amount(value, *, field: str = "amount") -> Decimal:
    """A sum of one act: more than nothing, whole fen, at most `MOST`. Raises DomainError at `field`."""
    try:
        amount = Decimal(value)
    except (InvalidOperation, TypeError, ValueError):
        raise DomainError("请填写数字，如 1200 或 1200.50。", field=field) from None
    if not amount.is_finite() or amount <= 0:
        raise DomainError("金额须大于零。", field=field)
    if amount > MOST:
        raise DomainError(f"金额不能超过 {figures(MOST)} 元。", field=field)
    if amount != amount.quantize(FEN):
        raise DomainError("金额最多写到分，即两位小数。", field=field)
    return amount.quantize(FEN)
