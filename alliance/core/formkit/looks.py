"""How fields meet a browser: the right keyboard on a phone, dates picked, long texts counted, nothing cut silently."""

from django import forms

DATE, MOMENT = "%Y-%m-%d", "%Y-%m-%dT%H:%M"


def prepare(field: forms.Field) -> None:
    """Give the field's standard widget what it lacks. A widget that somebody chose on purpose keeps its kind."""
    widget = field.widget
    if type(widget) is forms.NumberInput:
        _number(field)
    elif type(widget) is forms.DateInput:
        _picked(field, "date", DATE)
    elif type(widget) is forms.DateTimeInput:
        _picked(field, "datetime-local", MOMENT)
    elif type(widget) is forms.TimeInput:
        widget.input_type = "time"
    elif type(widget) in (forms.EmailInput, forms.URLInput):
        widget.attrs.setdefault("autocapitalize", "off")
    if isinstance(widget, forms.TextInput | forms.Textarea) and widget.attrs.pop("maxlength", None):
        _counted(field)


def as_phone(field: forms.Field, *, own: bool = False) -> None:
    """A telephone number: the digits' keyboard; `own` offers the number of whoever is at the device."""
    field.widget.input_type = "tel"
    field.widget.attrs.update(inputmode="tel", autocomplete="tel" if own else "off")


def _number(field: forms.Field) -> None:
    """A text field: one of type=number gives up what it cannot read, so that "一百二" would be lost."""
    mode = "numeric" if type(field) is forms.IntegerField else "decimal"
    attrs = {k: v for k, v in field.widget.attrs.items() if k not in ("min", "max", "step")}
    field.widget = forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off", **attrs})
    field.widget.is_required = field.required


def _picked(field: forms.Field, kind: str, form: str) -> None:
    field.widget.input_type = kind
    field.widget.format = form


def _counted(field: forms.Field) -> None:
    """`maxlength` would cut a pasted text without a word; a counter and the server say it instead."""
    limit = field.max_length
    if not limit:
        return
    field.widget.attrs["data-limit"] = str(limit)
    if isinstance(field.widget, forms.Textarea):
        field.help_text = f"{field.help_text}最多 {limit} 个字。"


def with_plain_line_ends(data, names: list[str]):
    """`data` with the line ends of the named texts as Python counts them: a browser sends two characters for one."""
    if not any("\r" in value for name in names for value in data.getlist(name)):
        return data
    data = data.copy()
    for name in names:
        data.setlist(name, [value.replace("\r\n", "\n") for value in data.getlist(name)])
    return data
