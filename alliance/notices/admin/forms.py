"""Forms of the notices in the admin: the wording of templates, the address of robots."""

import re

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminPasswordWidget,
    UnfoldAdminTextInputWidget,
)

from alliance.core.admin.forms import AuditedForm
from alliance.notices import wording
from alliance.notices.kinds import LINK, all_kinds, find
from alliance.notices.models import NoticeTemplate, RobotChannel
from alliance.notices.models.templates import PARTS
from alliance.notices.robots import read_webhook

RULES = "变量写成 {名称}，发送时换成实际内容；一行中的变量都没有内容时，这一行不出现。"


class TemplateForm(AuditedForm):
    """Shows the words in force; what equals the wording that came with the portal is kept as empty."""

    class Meta:
        model = NoticeTemplate
        fields = PARTS

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = find(self.instance.kind)
        if self.kind is None:
            return
        known = "、".join(f"{{{name}}}" for name in self.kind.variables) or "无"
        for part in PARTS:
            if part in self.fields:
                self.initial[part] = getattr(self.instance, part) or getattr(self.kind, part)
                self.fields[part].widget.attrs["rows"] = 5
                self.fields[part].help_text = f"可用的变量：{known}。"
        if "group_text" in self.fields:
            self.fields[
                "group_text"
            ].help_text = f"复制到微信群的文字。可用的变量：{known}，短链接写作 {{链接}}。"

    def clean(self):
        """Line breaks as the wording that came with the portal has them; equal words stay the default."""
        data = super().clean()
        for part in PARTS:
            if part in data and self.kind is not None:
                text = data[part].replace("\r\n", "\n").strip()
                data[part] = "" if text == getattr(self.kind, part) else text
        return data

    def samples(self) -> dict[str, str]:
        """The texts as typed, filled with sample values: for the preview."""
        return preview(self.kind, {part: self.data.get(part, "") for part in PARTS})


def preview(kind, words: dict[str, str]) -> dict[str, str]:
    """Each part filled with sample values, or what is wrong with it."""
    values = {**kind.variables, LINK: "https://example.cn/s/ab2cde/"}
    return {
        part: wording.problem_with(text, kind.placeholders(part))
        or wording.fill(text or getattr(kind, part), values)
        for part, text in words.items()
    }


class RobotForm(AuditedForm):
    """Takes the address as the chat program gives it; it is never shown again."""

    webhook = forms.CharField(
        label="机器人地址",
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text="在群设置里添加“自定义机器人”后复制的网址。保存后不再显示；留空表示不改。",
    )
    secret = forms.CharField(
        label="加签密钥",
        required=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text="钉钉、飞书开启“加签”时填写；企业微信不需要。留空表示不改。",
    )
    kinds = forms.MultipleChoiceField(
        label="转发哪些通知",
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text="只列出适合发到群里的通知；只关系一个人或一个单位的不转发。",
    )

    class Meta:
        model = RobotChannel
        fields = ("name", "kind", "webhook", "secret", "kinds", "is_active")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "kinds" in self.fields:
            self.fields["kinds"].choices = [
                (kind.name, f"{kind.label}（限秘书处内部群）" if kind.for_staff else kind.label)
                for kind in all_kinds()
                if kind.to_groups
            ]
        self.token = ""

    def clean_secret(self):
        secret = self.cleaned_data["secret"].strip()
        if secret and not re.fullmatch(r"[A-Za-z0-9]{8,120}", secret):
            raise ValidationError("加签密钥只含字母和数字，请核对是否复制完整。")
        return secret

    def clean(self):
        data = super().clean()
        address, kind = data.get("webhook", "").strip(), data.get("kind")
        if not kind:
            return data
        if address:
            try:
                self.token = read_webhook(kind, address)
            except ValidationError as error:
                self.add_error("webhook", error)
        elif not self.instance.sealed_token:
            self.add_error("webhook", "请填写机器人地址。")
        elif "kind" in self.changed_data:
            self.add_error("webhook", "更换软件后须重新填写机器人地址。")
        return data

    def _post_clean(self):
        """The sealed parts are set before the model checks itself."""
        if self.token:
            self.instance.keep_token(self.token)
        if self.cleaned_data.get("secret"):
            self.instance.keep_secret(self.cleaned_data["secret"])
        super()._post_clean()
