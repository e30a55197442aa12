"""会议通知: what the secretariat writes of it; time, place and agenda come from the meeting itself."""

from django import forms

from alliance.core.forms import PortalForm
from meetings.models import MeetingNotice
from meetings.services.changes import LONGEST
from meetings.services.notices import CONTENT


def _of_model(name: str, **options) -> forms.CharField:
    """As the model has it, so that length and label are said once."""
    field = MeetingNotice._meta.get_field(name)
    options = {"label": field.verbose_name, "help_text": field.help_text, "required": False, **options}
    return forms.CharField(max_length=field.max_length, **options)


def _paragraphs(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ChangeForm(PortalForm):
    """What changed; time and place stand in the notice by themselves."""

    submit_label = "发出变更通知"

    text = forms.CharField(
        label="变更内容",
        max_length=LONGEST,
        widget=_paragraphs(4),
        help_text=f"如“报到改在 12 月 9 日下午”。最多 {LONGEST} 字。时间、地点请先在会议中改好，通知会附上现在的时间和地点。",
    )


class NoticeForm(PortalForm):
    """`notice` is what is there, or a new one that is not saved."""

    submit_label = "保存通知"

    subject = _of_model("subject", required=True)
    purpose = _of_model(
        "purpose",
        widget=_paragraphs(4),
        help_text="通知的第一段；段落之间空一行。留空则写“现将有关事项通知如下”。",
    )
    arrangements = _of_model(
        "arrangements",
        widget=_paragraphs(6),
        help_text="报到时间和地点、食宿、交通、费用等；段落之间空一行。",
    )
    contact = _of_model("contact", help_text="留空则用“联盟概况”里的电话。")
    dated = forms.DateField(
        label="成文日期", required=False, widget=forms.DateInput, help_text="留空则为编号或发出的当天。"
    )
    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args, notice: MeetingNotice, **kwargs):
        super().__init__(*args, **kwargs)
        self.notice = notice
        self.initial.update({name: getattr(notice, name) for name in CONTENT})
        self.initial["opened_version"] = notice.version if notice.pk else 0

    @property
    def content(self) -> dict:
        return {name: self.cleaned_data[name] for name in CONTENT}

    def take_newer_version(self, arguments: dict) -> None:
        """After a conflict, saving once more means that this text shall stand."""
        self.notice = MeetingNotice.objects.filter(meeting=arguments["meeting"]).first() or self.notice
        self.data = self.data.copy()
        self.data["opened_version"] = str(self.notice.version if self.notice.pk else 0)
