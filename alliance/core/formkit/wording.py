"""What a field says when it refuses: plain Chinese, with its own name."""

from django import forms
from django.core import validators

# By code. Fields and validators that have words of their own keep them.
BY_CODE = {
    "max_length": "最多 %(limit_value)d 个字，现在有 %(show_value)d 个。",
    "min_length": "至少 %(limit_value)d 个字，现在有 %(show_value)d 个。",
    "max_value": "不能大于 %(limit_value)s。",
    "min_value": "不能小于 %(limit_value)s。",
    "max_digits": "最多 %(max)s 位数字。",
    "max_decimal_places": "小数点后最多 %(max)s 位。",
    "max_whole_digits": "小数点前最多 %(max)s 位。",
    "invalid_choice": "请从列出的选项中选择。",
    "invalid_list": "请从列出的选项中选择。",
    "invalid_pk_value": "请从列出的选项中选择。",
    "null_characters_not_allowed": "含有无效字符，请删除后重新填写。",
    "overflow": "日期或时间超出了范围。",
}
# The first class that fits; a subclass stands before its base.
INVALID = (
    (forms.EmailField, "请填写完整的电子邮箱，如 wang@example.com。"),
    (forms.URLField, "请填写完整的网址，如 https://www.example.com。"),
    (forms.DecimalField, "请填写数字，如 120 或 85.5。"),
    (forms.FloatField, "请填写数字，如 120 或 85.5。"),
    (forms.IntegerField, "请填写整数，如 12。"),
    (forms.DateTimeField, "请填写日期和时间，如 2026-05-29 14:30。"),
    (forms.DateField, "请填写日期，如 2026-05-29。"),
    (forms.TimeField, "请填写时间，如 14:30。"),
)

VERBS = ((forms.BooleanField, "请勾选"), (forms.ChoiceField, "请选择"), (forms.FileField, "请上传"))


def speak_plainly(field: forms.Field, more_validators: list = ()) -> None:
    """Put our words where the field would use those of the library. `verb` of a field: 请上传 …

    `more_validators`: those of the model's field, since a form's words would replace theirs as well.
    """
    usual = next((verb for kind, verb in VERBS if isinstance(field, kind)), "请填写")
    verb = getattr(field, "verb", usual)
    spoken = {**BY_CODE, "required": f"{verb}“{field.label}”。"}
    for kind, message in INVALID:
        if isinstance(field, kind):
            spoken["invalid"] = message
            break
    defaults = _library_messages(field)
    own = {one.code for one in [*field.validators, *more_validators] if _has_own_words(one)}
    for code, message in spoken.items():
        if code not in own and field.error_messages.get(code) == defaults.get(code):
            field.error_messages[code] = message


def _library_messages(field: forms.Field) -> dict:
    messages = {}
    for cls in reversed(type(field).__mro__):
        messages.update(getattr(cls, "default_error_messages", {}))
    return messages


def _has_own_words(validator) -> bool:
    standard = getattr(type(validator), "message", None)
    return isinstance(validator, validators.BaseValidator | validators.RegexValidator) and (
        validator.message != standard
    )
