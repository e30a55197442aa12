"""Forms of 督办事项: how far a task is; closing it."""

from django import forms
from django.utils import timezone

from alliance.core.forms import PortalForm
from meetings.models import ActionItem
from meetings.services.actions import LONGEST


class ProgressForm(PortalForm):
    submit_label = "提交落实情况"

    progress = forms.CharField(
        label="落实情况",
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="下次会议将据此通报。",
    )
    opened_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, task: ActionItem | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if task is not None:
            self.initial.update({"progress": task.progress, "opened_version": task.version})

    def take_newer_version(self, arguments: dict) -> None:
        """After a conflict, sending once more means that this text shall stand."""
        self.data = self.data.copy()
        self.data["opened_version"] = str(ActionItem.objects.get(pk=arguments["action"].pk).version)


class RecordedProgressForm(ProgressForm):
    """For 秘书处代录."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["opened_version"]


class FinishForm(PortalForm):
    submit_label = "登记为已完成"

    progress = forms.CharField(
        label="完成情况", max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    done_on = forms.DateField(label="完成日期")

    def __init__(self, *args, task: ActionItem, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.update({"progress": task.progress, "done_on": timezone.localdate()})

    @property
    def said(self) -> dict:
        """For `services.actions.finish_action`."""
        return {name: self.cleaned_data[name] for name in ("progress", "done_on")}
