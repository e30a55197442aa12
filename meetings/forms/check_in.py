"""签到 on one's phone, and whoever came without being asked."""

from django import forms

from alliance.core.formkit.looks import as_phone
from alliance.core.forms import PortalForm
from meetings.models import Attendance, Meeting
from members.models import Person, Unit


def _of(model, name: str, **options) -> forms.CharField:
    field = model._meta.get_field(name)
    return forms.CharField(max_length=field.max_length, **{"label": field.verbose_name, **options})


class ArrivalForm(PortalForm):
    """Name and number, as the alliance has them."""

    submit_label = "签到"

    name = _of(Person, "name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = _of(Attendance, "phone", label="手机号码", help_text="填写参会回执时留的号码。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        as_phone(self.fields["phone"], own=True)


class GuestForm(PortalForm):
    """Of a member unit, or of any other body by its name."""

    submit_label = "登记并签到"

    name = _of(Person, "name")
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="成员单位", required=False, empty_label="非成员单位"
    )
    affiliation = _of(
        Person, "affiliation_printed", label="单位名称", required=False, help_text="非成员单位填写。"
    )
    post = _of(Attendance, "post", required=False)
    phone = _of(Attendance, "phone", required=False)

    def __init__(self, *args, meeting: Meeting, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.current().filter(is_example=meeting.is_example)
        as_phone(self.fields["phone"])

    @property
    def said(self) -> dict:
        """For `services.check_in.add_guest`."""
        content = {name: self.cleaned_data[name] for name in ("affiliation", "post", "phone")}
        return {"name": self.cleaned_data["name"], "unit": self.cleaned_data["unit"], "content": content}
