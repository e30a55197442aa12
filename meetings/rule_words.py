"""A voting rule in words, as a charter would say it: 出席席位不少于全体席位的三分之二."""

from meetings.enums import MajorityOf
from meetings.models.rule import RuleFields
from members.names import ordinal

OF = {
    MajorityOf.SEATS: "全体席位",
    MajorityOf.PRESENT: "出席席位",
    MajorityOf.CAST: "所投票数（弃权计入）",
}


def share_words(whole: str, numerator: int, denominator: int, *, strict: bool) -> str:
    """不少于全体席位的三分之二, 超过出席席位的半数, 达到全体席位. `strict`: more than the fraction."""
    if numerator == denominator:
        return f"达到{whole}"
    half = 2 * numerator == denominator
    share = "半数" if half else f"{ordinal(denominator)}分之{ordinal(numerator)}"
    return f"{'超过' if strict else '不少于'}{whole}的{share}"


def words_of_rule(rule: RuleFields) -> list[tuple[str, str]]:
    """Pairs of label and words, for a page and for the minutes."""
    quorum = share_words(
        "全体席位", rule.quorum_numerator, rule.quorum_denominator, strict=rule.quorum_strict
    )
    majority = share_words(
        OF[MajorityOf(rule.majority_of)],
        rule.majority_numerator,
        rule.majority_denominator,
        strict=rule.majority_strict,
    )
    return [
        ("法定人数", f"出席席位{quorum}"),
        ("通过", f"同意票{majority}"),
        ("代理", _of_delegates(rule)),
        ("依据", rule.basis),
    ]


def _of_delegates(rule: RuleFields) -> str:
    if not rule.delegates_count:
        return "代理出席不计入法定人数，不能代为表决"
    return f"代理出席计入法定人数，可代为表决；每人最多代理 {rule.delegations_each} 席"
