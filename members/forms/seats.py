"""What staff do with a seat: put somebody in it, replace whoever sits there, or leave it vacant."""

from crispy_forms.layout import Layout
from django import forms

from alliance.core.enums import FileKind
from alliance.core.errors import DomainError
from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import PortalForm
from members.models import Occupancy, Person, Seat

REPLACE, END = "replace", "end"


class SeatForm(PortalForm):
    """`held` is the present occupant, None for a vacant seat."""

    submit_label = "确定"

    what = forms.ChoiceField(
        label="办理", choices=[(REPLACE, "更换为新的人选"), (END, "离任，席位空缺")], widget=forms.RadioSelect
    )
    person = forms.ModelChoiceField(label="接任人选", queryset=Person.objects.none(), required=False)
    day = forms.DateField(label="日期", required=False)
    reason = forms.CharField(label="事由", max_length=200, required=False)
    letter = PortalFileField(label="推荐函", kinds=(FileKind.PDF, FileKind.PICTURE), required=False)

    def __init__(self, *args, seat: Seat, held: Occupancy | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.seat, self.held = seat, held
        people = Person.objects.filter(unit=seat.unit_id, is_example=seat.unit.is_example)
        self.fields["person"].queryset = people.order_by("print_order", "pinyin", "pk")
        self.fields["person"].empty_label = "请选择"
        pieces = ["person", "day", "reason", "letter"]
        if held is None:
            del self.fields["what"]
            self.fields["person"].label, self.fields["person"].required = "任职人选", True
            self.fields["day"].label, self.fields["day"].help_text = "起任日期", "未载明请留空。"
        else:
            self.fields["day"].required = True
            self.fields["reason"].required = True
            self.fields["day"].help_text = "更换：新任的起任日期，原任到前一天为止。离任：任职的最后一天。"
            pieces = ["what", *pieces]
            self.marked = ("person",)
            self.initial.setdefault("what", REPLACE)
        self.helper.form_class = "seat-form"
        self.helper.include_media = False
        self.helper.layout = Layout(*pieces)

    @property
    def ends(self) -> bool:
        return self.held is not None and self.cleaned_data["what"] == END

    def clean(self):
        cleaned = super().clean()
        if self.held and cleaned.get("what") == REPLACE and not cleaned.get("person"):
            self.add_error("person", "请选择接任人选。")
        return cleaned

    def call(self, service, **kwargs):
        """As the base; the services speak of `starts_on` and `ends_on`, here both are the one day."""

        def renamed(**inner):
            try:
                return service(**inner)
            except DomainError as refused:
                if refused.field in ("starts_on", "ends_on"):
                    refused.field = "day"
                raise

        return super().call(renamed, **kwargs)
