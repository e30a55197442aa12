"""An article as its author writes it at the desk. The form asks; `services/articles.py` writes."""

from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms

from alliance.core.formkit.conflict import ConflictMixin, Difference
from alliance.core.formkit.files import PortalFileField
from alliance.core.forms import PortalModelForm, SentOnceMixin
from bulletins.editor import RichTextField
from bulletins.enums import ArticleCategory
from bulletins.models import Article, CallForContributions
from bulletins.picture_rows import PicturesField
from bulletins.plain_text import html_text
from bulletins.services.articles import FIELDS, content_of
from meetings.models import Event, Meeting
from members.models import Unit
from projects.models import Solicitation

MOST_OFFERED = 40  # records to choose from, the newest


class ArticleForm(ConflictMixin, SentOnceMixin, PortalModelForm):
    """`units`: for whom a new one may be written; None among them is the secretariat."""

    record_argument = "article"
    autosave = True

    body = RichTextField(label="正文", help_text="标题、列表、表格用上方按钮设置；图片在下面“图片”栏上传。")
    pictures = PicturesField(
        label="图片", required=False, help_text="按刊登顺序排列，每张写明时间、地点、人物或内容。"
    )
    attachments = PortalFileField(
        label="附件", multiple=True, required=False, help_text="读者可以下载，如通知所附的表格。"
    )

    class Meta:
        model = Article
        fields = (*FIELDS, "events")
        widgets = {"events": forms.CheckboxSelectMultiple}

    def __init__(self, *args, units=None, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.units = list(units or [])
        self._ask_for_unit()
        self.fields["category"].choices = ArticleCategory.choices
        self.fields["category"].initial = ArticleCategory.NEWS
        self.fields["happened_on"].help_text = "所写的事是哪天发生的；不清楚可以不填。"
        self.fields["toc_title"].help_text = "印在简报目录里的短标题，留空则用标题。"
        self.fields["signature"].help_text = "作者或供稿部门，刊登时写在文末。"
        self.fields["lead"].help_text = "一两句话的摘要，列在新闻页的标题下。"
        self._offer(user)
        self.helper.layout = self._sections()

    def _ask_for_unit(self) -> None:
        if len(self.units) > 1:
            keys = [unit.pk for unit in self.units if unit is not None]
            own = None in self.units
            self.fields["unit"] = forms.ModelChoiceField(
                Unit.objects.filter(pk__in=keys),
                label="供稿单位",
                required=not own,
                empty_label="秘书处" if own else "请选择",
            )

    def _offer(self, user) -> None:
        """The calls that are open, and the newest meetings, batches and events; what is chosen already stays among it."""
        offered = {
            "call": CallForContributions.objects.open().order_by("deadline"),
            "meeting": Meeting.objects.visible_to(user).in_calendar_order(),
            "solicitation": Solicitation.objects.published().order_by("-year", "-pk"),
            "events": Event.objects.visible_to(user).order_by("-year", "-starts_on", "pk"),
        }
        for name, queryset in offered.items():
            field = self.fields[name]
            field.queryset = queryset.model.objects.filter(pk__in=[*self._chosen(name), *_newest(queryset)])
            if name != "events":
                field.empty_label = "无"
            if not field.queryset.exists():
                del self.fields[name]

    def _chosen(self, name: str) -> list[int]:
        article = self.instance
        if not article.pk:
            return []
        if name == "events":
            return list(article.events.values_list("pk", flat=True))
        return list(filter(None, [getattr(article, f"{name}_id")]))

    def _sections(self) -> Layout:
        def there(*names: str) -> list[str]:
            return [name for name in names if name in self.fields]

        return Layout(
            *there("form_token", "unit"),
            "opened_version",
            *there("call"),
            Fieldset(
                "一、稿件",
                "headline",
                Row(Column("category"), Column("happened_on")),
                "lead",
                "body",
                Row(Column("signature"), Column("toc_title")),
            ),
            Fieldset("二、图片", "pictures"),
            Fieldset("三、附件与关联", "attachments", *there("meeting", "solicitation", "events")),
            HTML('{% include "bulletins/_article_buttons.html" %}'),
        )

    def get_buttons(self):
        return []

    def prepare(self) -> None:
        super().prepare()
        self.fields["pictures"].actor = self.actor

    def open_on(self, request, **kwargs) -> None:
        self.fields["pictures"].actor = request.user
        if self.instance.pk:
            stored = content_of(self.instance)
            self.initial |= {"pictures": stored["pictures"], "attachments": stored["attachments"]}
        super().open_on(request, **kwargs)

    # ---------------------------------------------------------------- what was sent
    @property
    def wants_preview(self) -> bool:
        return "preview" in self.data

    @property
    def unit(self) -> Unit | None:
        if "unit" in self.fields:
            return self.cleaned_data.get("unit")
        return self.units[0] if self.units else None

    @property
    def content(self) -> dict:
        names = (*FIELDS, "events", "pictures", "attachments")
        content = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return content | ({"events": list(content["events"])} if "events" in content else {})

    # ---------------------------------------------------------------- a conflict
    def differences(self, stored: Article) -> list[Difference]:
        there = content_of(stored)
        return [
            Difference(str(self.fields[name].label), _shown(name, there[name]), _shown(name, written))
            for name, written in self.content.items()
            if _shown(name, there[name]) != _shown(name, written)
        ]


def _newest(queryset) -> list[int]:
    return list(queryset.values_list("pk", flat=True)[:MOST_OFFERED])


def _shown(name: str, value) -> str:
    """One field of a conflict, as people read it."""
    if name == "body":
        return html_text(value) or "（空）"
    if name == "category":
        return str(Article(category=value).get_category_display())
    if name == "pictures":
        return (
            "\n".join(f"{n}. {one['caption'] or one['stored'].name}" for n, one in enumerate(value, 1))
            or "（空）"
        )
    if isinstance(value, list):
        return "、".join(map(str, value)) or "（空）"
    return "（空）" if value in (None, "") else str(value)
