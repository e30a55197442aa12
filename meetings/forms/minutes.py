"""Forms of 会议纪要: the workbench of staff, what a unit says about a draft (desk, personal link, 代录)."""

from crispy_forms.layout import HTML, Div, Field, Layout
from django import forms
from django.utils.html import format_html

from alliance.core.forms import STALE_PAGE, PortalForm
from meetings.enums import CommentStance
from meetings.models import Minutes, MinutesComment, MinutesSection, Resolution
from meetings.services.minutes import Edited

ROWS_LEAST, ROWS_MOST, CHARACTERS_A_ROW = 3, 16, 42


def _area(text: str) -> forms.Textarea:
    """As high as the text needs at the width of the page."""
    lines = sum(1 + len(line) // CHARACTERS_A_ROW for line in text.splitlines())
    return forms.Textarea(attrs={"rows": min(ROWS_MOST, max(ROWS_LEAST, lines + 1))})


class MinutesForm(PortalForm):
    """The whole text of a draft: title, number, a box for each section, a box for each point."""

    submit_label = "保存纪要"
    autosave = True

    title = forms.CharField(label="标题", max_length=120)
    number = forms.CharField(
        label="编号", max_length=60, required=False, help_text="如：钒钛联盟纪要〔2026〕1号。"
    )
    opened_version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": STALE_PAGE, "invalid": STALE_PAGE}
    )

    def __init__(self, *args, minutes: Minutes, **kwargs):
        super().__init__(*args, **kwargs)
        self.minutes = minutes
        self.sections = list(minutes.sections.select_related("item").order_by("order", "pk"))
        self.points = list(minutes.meeting.resolutions.all())
        self.initial.update(
            {"title": minutes.title, "number": minutes.number, "opened_version": minutes.version}
        )
        sections = [self._add_section(section) for section in self.sections]
        points = [self._add_point(point) for point in self.points]
        self.helper.form_class = "minutes-form"
        self.helper.layout = Layout(
            "opened_version",
            "title",
            "number",
            HTML('<h2 id="text">正文</h2>') if sections else None,
            *sections,
            HTML('<h2 id="points">议定事项</h2>') if points else None,
            *points,
        )
        self.helper.layout.fields = [one for one in self.helper.layout.fields if one is not None]

    def _add_section(self, section: MinutesSection) -> Div:
        name, out = f"section_{section.pk}", f"out_{section.pk}"
        self.fields[name] = forms.CharField(
            label=section.heading, required=False, initial=section.text, widget=_area(section.text)
        )
        self.fields[out] = forms.BooleanField(label="不写入纪要", required=False, initial=section.left_out)
        return Div(name, Field(out), css_class="minutes-form__part", css_id=f"part-{section.pk}")

    def _add_point(self, point: Resolution) -> Div:
        name = f"point_{point.pk}"
        label = format_html("第{}项（{}）：{}", point.number, point.get_kind_display(), point.subject)
        self.fields[name] = forms.CharField(label=label, initial=point.text, widget=_area(point.text))
        return Div(name, css_class="minutes-form__part")

    @property
    def edited(self) -> Edited:
        """For `services.minutes.edit_minutes`."""
        said = self.cleaned_data
        return Edited(
            title=said["title"],
            number=said["number"],
            texts={one.pk: said[f"section_{one.pk}"] for one in self.sections},
            left_out=frozenset(one.pk for one in self.sections if said[f"out_{one.pk}"]),
            points={one.pk: said[f"point_{one.pk}"] for one in self.points},
        )

    def take_newer_version(self, arguments: dict) -> None:
        """After a conflict, sending once more means that this text shall stand."""
        self.data = self.data.copy()
        self.data["opened_version"] = str(Minutes.objects.get(pk=self.minutes.pk).version)


class ParagraphForm(PortalForm):
    submit_label = "补充段落"

    text = forms.CharField(label="段落内容", widget=forms.Textarea(attrs={"rows": 3}))


class AskForm(PortalForm):
    """Begin a round of 征求意见."""

    submit_label = "向各单位征求意见"

    comments_by = forms.DateTimeField(label="征求意见截止", help_text="含该时刻。")
    silence_consents = forms.BooleanField(label="逾期未复视为无异议", required=False)

    def __init__(self, *args, minutes: Minutes, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.update(
            {"comments_by": minutes.comments_by, "silence_consents": minutes.silence_consents}
        )

    @property
    def said(self) -> dict:
        """For `services.consulting.ask_for_comments`."""
        return {name: self.cleaned_data[name] for name in ("comments_by", "silence_consents")}


class SignForm(PortalForm):
    """签发; the reason where there is an earlier version."""

    submit_label = "签发"

    signed_by = forms.CharField(label="签发人", max_length=40, required=False)
    number = forms.CharField(label="编号", max_length=60, required=False)

    def __init__(self, *args, minutes: Minutes, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.update({"signed_by": minutes.signed_by, "number": minutes.number})

    @property
    def said(self) -> dict:
        """For `services.signing.sign_minutes`."""
        return {name: self.cleaned_data[name] for name in ("signed_by", "number")}


class CommentForm(PortalForm):
    """What a unit says; `comment` is what it said in this round so far, if anything."""

    submit_label = "提交意见"

    stance = forms.ChoiceField(label="贵单位的意见", choices=CommentStance.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="修改意见",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="请写明哪一段、第几项，原文是什么，建议改成什么。",
    )
    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args, comment: MinutesComment | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.comment = comment
        self.initial["opened_version"] = comment.version if comment else 0
        if comment:
            self.initial.update({"stance": comment.stance, "text": comment.text})
        self.helper.form_class = "comment-form"
        self.helper.layout = Layout("opened_version", "stance", Div("text", css_class="comment-form__text"))

    @property
    def said(self) -> dict:
        """For `services.consulting.comment_on_minutes`."""
        return {"stance": self.cleaned_data["stance"], "text": self.cleaned_data["text"]}

    def take_newer_version(self, arguments: dict) -> None:
        """After a conflict, sending once more means that this answer shall stand."""
        minutes, unit = arguments["minutes"], arguments["unit"]
        said = minutes.comments.filter(unit=unit, round=minutes.round).first()
        self.data = self.data.copy()
        self.data["opened_version"] = str(said.version if said else 0)


class RecordedCommentForm(CommentForm):
    """For 秘书处代录: no version is carried, staff record what they were told."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["opened_version"]
        self.helper.layout.fields.pop(0)
