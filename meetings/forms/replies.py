"""Forms of members around a meeting. The same for the desk, the personal link and what staff record."""

from crispy_forms.layout import Column, Div, Layout, Row
from django import forms

from alliance.core.enums import FileKind
from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import PortalForm
from meetings.enums import Lodging, MeetingForm, ReplyAnswer
from meetings.invitations import Invitation, invitations_to
from meetings.models import Meeting, Reply
from members.models import Person, Unit

ANSWERS = [
    (ReplyAnswer.ATTEND, "参加"),
    (ReplyAnswer.EXCUSE, "请假（不参加）"),
    (ReplyAnswer.DELEGATE, "委派他人参加"),
]


def _text(name: str, **options) -> forms.CharField:
    """As the model has it, so that length and label are said once."""
    field = Reply._meta.get_field(name)
    options = {"label": field.verbose_name, "help_text": field.help_text, "required": False, **options}
    return forms.CharField(max_length=field.max_length, **options)


class ReplyForm(PortalForm):
    """`reply` is what was answered so far, if anything; `known` what the alliance knows of the person (post, phone).

    `meeting` says what is asked at all: nobody is asked about a visit that is not planned.
    """

    submit_label = "提交回执"

    answer = forms.ChoiceField(label="您的答复", choices=ANSWERS, widget=forms.RadioSelect)
    delegate_name = _text("delegate_name")
    delegate_post = _text("delegate_post")
    delegate_phone = _text("delegate_phone", widget=forms.TextInput(attrs={"type": "tel"}))
    letter = PortalFileField(
        label="授权委托书",
        kinds=(FileKind.PDF, FileKind.PICTURE),
        required=False,
        help_text="盖章后的扫描件或照片，可以会前补交。",
    )
    post = _text("post", help_text="印在会议手册、签到表和胸牌上。")
    phone = _text("phone", widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
    arrival = _text("arrival")
    departure = _text("departure", help_text="如：30日中午乘飞机返程。")
    lodging = forms.ChoiceField(label="住宿", choices=[("", "未定"), *Lodging.choices], required=False)
    visits = forms.BooleanField(required=False)
    invoice_title = _text("invoice_title", help_text="需要发票时填写单位全称。")
    invoice_number = _text("invoice_number", widget=forms.TextInput(attrs={"autocapitalize": "characters"}))
    note = _text(
        "note", widget=forms.Textarea(attrs={"rows": 2}), help_text="请假原因、饮食住宿等要求，可不填。"
    )
    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, *args, meeting: Meeting, reply: Reply | None = None, known: dict | None = None, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.reply = reply
        self.initial.update({**(known or {}), "opened_version": reply.version if reply else 0})
        if reply:
            self.initial.update({name: getattr(reply, name) for name in (*Reply.CONTENT, "letter")})
        if meeting.visit:
            self.fields["visits"].label = f"参加参观（{meeting.visit}）"
        else:
            del self.fields["visits"]
        if meeting.form != MeetingForm.IN_PERSON:
            for name in ("arrival", "departure", "lodging"):
                del self.fields[name]
        self.helper.form_class = "reply-form"
        self.helper.layout = Layout(*self.layout_of_reply())

    def layout_of_reply(self) -> list:
        return [
            "opened_version",
            "answer",
            Div(
                "delegate_name",
                Row(Column("delegate_post"), Column("delegate_phone")),
                "letter",
                css_class="reply-form__delegate",
            ),
            Row(Column("post"), Column("phone")),
            Div(*self._coming(), css_class="reply-form__coming"),
            "note",
        ]

    def _coming(self) -> list:
        """What only those who come are asked."""
        asked = [
            Row(Column("arrival"), Column("departure")) if "arrival" in self.fields else None,
            "lodging" if "lodging" in self.fields else None,
            "visits" if "visits" in self.fields else None,
            Row(Column("invoice_title"), Column("invoice_number")),
        ]
        return [piece for piece in asked if piece is not None]

    @property
    def content(self) -> dict:
        """For `reply_to_meeting`: also what this meeting does not ask, as nothing said."""
        said = {name: self.cleaned_data.get(name, Reply.NOTHING[name]) for name in Reply.CONTENT}
        texts = {name: value.strip() for name, value in said.items() if isinstance(value, str)}
        return {**said, **texts, "letter": self.cleaned_data["letter"]}

    def take_newer_version(self, arguments: dict) -> None:
        """After a conflict, sending once more means that this answer shall stand."""
        asked = {"meeting": arguments["meeting"], "person": arguments["person"]}
        self.reply = Reply.objects.filter(**asked).first()
        self.data = self.data.copy()
        self.data["opened_version"] = str(self.reply.version if self.reply else 0)


class RecordedReplyForm(ReplyForm):
    """For 秘书处代录: whose reply it is, among those asked to `meeting`; `unit` narrows them once it is chosen."""

    person = forms.ChoiceField(label="谁的回执")

    def __init__(self, *args, meeting: Meeting, unit: Unit | None = None, **kwargs):
        super().__init__(*args, meeting=meeting, **kwargs)
        asked = [one for one in invitations_to(meeting) if unit is None or one.unit == unit]
        self.invitations = {str(one.person.pk): one for one in asked}
        self.fields["person"].choices = [
            ("", "请选择"),
            *((key, _named(one)) for key, one in self.invitations.items()),
        ]
        self.fields["answer"].label = "答复"
        del self.fields["opened_version"]

    def layout_of_reply(self) -> list:
        return ["person", *super().layout_of_reply()[1:]]

    @property
    def who(self) -> Person:
        return self.invitations[self.cleaned_data["person"]].person

    def take_newer_version(self, arguments: dict) -> None:
        """Staff record what they were told, whatever was there before; no version is carried."""


def _named(invitation: Invitation) -> str:
    reply = f"，已答复：{invitation.reply.get_answer_display()}" if invitation.reply else ""
    return f"{invitation.person}（{invitation.unit} {invitation.role}{reply}）"
