"""What a unit sends in for the bulletin."""

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from alliance.core.forms import PortalForm, SentOnceMixin
from bulletins.enums import ArticleCategory


class ContributionForm(SentOnceMixin, PortalForm):
    """投稿: headline and plain text; a line is a paragraph. What it becomes is the secretariat's to edit."""

    submit_label = "提交稿件"

    headline = forms.CharField(label="标题", max_length=120)
    category = forms.ChoiceField(
        label="栏目", choices=ArticleCategory.choices, initial=ArticleCategory.NEWS, widget=forms.Select
    )
    happened_on = forms.DateField(label="事件日期", required=False, help_text="不清楚可以不填。")
    text = forms.CharField(
        label="正文",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="每段一行，可以直接粘贴。",
    )
    signature = forms.CharField(
        label="落款", max_length=60, required=False, help_text="作者或供稿部门，刊登时写在文末。"
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "form_token",
            Fieldset("稿件", "headline", Row(Column("category"), Column("happened_on")), "text", "signature"),
        )

    @property
    def content(self) -> dict:
        names = ("headline", "category", "text", "signature", "happened_on")
        return {name: self.cleaned_data[name] for name in names}
