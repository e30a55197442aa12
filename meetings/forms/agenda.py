"""Half days, items and papers of a meeting's agenda."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from alliance.core.enums import FileKind
from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import PortalForm
from meetings.models import AgendaItem, Meeting, Sitting
from meetings.services.agenda import ITEM, LONGEST, SITTING
from members.enums import Access, Body
from members.models import Person

CLOCK = {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}


class PersonField(forms.ModelChoiceField):
    """Somebody of the register, named with where they work."""

    def label_from_instance(self, person: Person) -> str:
        where = person.affiliation
        return f"{person}（{where}）" if where else str(person)


def people_of(meeting: Meeting):
    """Real people for a real meeting, 示例 people for a 示例 one."""
    found = Person.objects.filter(is_example=meeting.is_example).select_related("unit", "organisation")
    return found.order_by("pinyin", "pk")


class AgendaForm(PortalForm):
    """`row` is None for a new one. The meeting's version tells whether the agenda changed meanwhile."""

    model: type
    names: tuple[str, ...]

    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, meeting: Meeting, row=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.meeting, self.row = meeting, row
        if row is not None:
            self.initial.update({name: getattr(row, name) for name in self.names})
        self.initial["opened_version"] = meeting.version
        self.helper.include_media = False

    @property
    def content(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.names}

    def take_newer_version(self, arguments: dict) -> None:
        """Half days and items stand alone: saving once more means that this one shall stand."""
        self.data = self.data.copy()
        self.data["opened_version"] = str(Meeting.objects.get(pk=self.meeting.pk).version)


class SittingForm(AgendaForm):
    model, names = Sitting, SITTING

    date = Sitting._meta.get_field("date").formfield()
    part = Sitting._meta.get_field("part").formfield()
    body = Sitting._meta.get_field("body").formfield()
    title = Sitting._meta.get_field("title").formfield(label="名称", help_text="留空则用机构名称。")
    starts_at = Sitting._meta.get_field("starts_at").formfield(**CLOCK)
    ends_at = Sitting._meta.get_field("ends_at").formfield(**CLOCK)
    room = Sitting._meta.get_field("room").formfield()
    chair = PersonField(label="主持人", queryset=Person.objects.none(), required=False, empty_label="未定")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = people_of(self.meeting)
        if self.row is None:
            self.initial["date"] = self.meeting.starts_on
            bodies = [one.body for one in self.meeting.bodies.all()]
            self.initial["body"] = bodies[0] if bodies else Body.COUNCIL
        self.helper.layout = Layout(
            "opened_version",
            Row(Column("date"), Column("part")),
            Row(Column("starts_at"), Column("ends_at")),
            Row(Column("body"), Column("title")),
            Row(Column("chair"), Column("room")),
        )


class ItemForm(AgendaForm):
    model, names = AgendaItem, ITEM

    kind = AgendaItem._meta.get_field("kind").formfield()
    title = AgendaItem._meta.get_field("title").formfield()
    sitting = forms.ModelChoiceField(
        label="分场会议", queryset=Sitting.objects.none(), required=False, empty_label="暂不安排"
    )
    minutes_planned = forms.IntegerField(
        label="时长（分钟）",
        min_value=1,
        max_value=LONGEST,
        required=False,
        help_text="填写后推算各项的起止时间。",
    )
    presenter = PersonField(
        label="报告人", queryset=Person.objects.none(), required=False, empty_label="未定"
    )
    presenter_body = AgendaItem._meta.get_field("presenter_body").formfield(
        help_text="没有具体报告人时选择。"
    )
    note = AgendaItem._meta.get_field("note").formfield()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sitting"].queryset = self.meeting.sittings.order_by("order", "pk")
        self.fields["presenter"].queryset = people_of(self.meeting)
        self.helper.layout = Layout(
            "opened_version",
            Row(Column("kind"), Column("sitting")),
            "title",
            Row(Column("minutes_planned"), Column("presenter")),
            "presenter_body",
            "note",
        )


class PaperForm(PortalForm):
    """A file to an item of the agenda."""

    submit_label = "上传"

    stored = PortalFileField(
        label="文件", kinds=(FileKind.PDF, FileKind.WORD, FileKind.SHEET, FileKind.PICTURE)
    )
    title = forms.CharField(label="名称", max_length=120, required=False, help_text="留空则用文件名。")
    access = forms.ChoiceField(
        label="谁可以查阅",
        choices=Access.choices,
        initial=Access.MEMBERS,
        widget=forms.RadioSelect,
        help_text="会议通知发出后可以查阅；秘书处随时可以。",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.include_media = False

    @property
    def content(self) -> dict:
        stored = self.cleaned_data["stored"]
        title = self.cleaned_data["title"].strip() or stored.name.rpartition(".")[0] or stored.name
        return {"stored": stored, "title": title[:120], "access": self.cleaned_data["access"]}
